import Support
import Testing
import Web

/// Roles as programs change them, and what follows for the people who have them.
struct RoleTests {
    private static let agent: JSONValue = [
        "label": "Field agent (north)", "summary": "Out there.",
        "permissions": ["*": ["view": "own"], "contact": ["view": "all", "edit": "own", "create": "all"]],
        "field_rules": ["contact": ["source": "hidden", "job_title": "read_only"]],
    ]

    @Test func everyTenantBeginsWithFourRoles() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        for member in Cast.allCases {
            let roles = try await tenant.api(as: member).get("/api/v1/roles").json["data"]?.array ?? []
            #expect(roles.map { $0["name"]?.string } == ["admin", "manager", "sales_rep", "read_only"])
            #expect(roles.allSatisfy { $0["built_in"] == true })
            #expect(roles.last?["permissions"] == ["*": ["view": "all"]])
        }
    }

    @Test func adminsMakeChangeAndDeleteRoles() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let role = try await admin.create("roles", Self.agent)
        #expect(role.json["name"] == "field_agent_north" && role.json["built_in"] == false && role.version == 1)
        #expect(role.header("Location") == "/api/v1/roles/\(role.id)")
        #expect(try await admin.get("/api/v1/roles/\(role.id)").json == role.json)
        let changed = try await admin.patch("/api/v1/roles/\(role.id)", ["summary": "In here.", "permissions": ["*": ["view": "team"]]])
        #expect(changed.json["permissions"] == ["*": ["view": "team"]] && changed.json["summary"] == "In here." && changed.version == 2)
        #expect(changed.json["field_rules"] == role.json["field_rules"])
        let stale = try await admin.patch("/api/v1/roles/\(role.id)", ["label": "Late"], headers: ["If-Match": "\"v1\""])
        expectProblem(stale, 412)
        #expect(try await admin.delete("/api/v1/roles/\(role.id)").status == 204)
        expectProblem(try await admin.get("/api/v1/roles/\(role.id)"), 404)
        for kind in ["role.created", "role.updated", "role.deleted"] { #expect(try await tenant.events(kind) == 1) }
    }

    @Test func whatWasBuiltInStaysAndAdminsStayStrong() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let roles = try await admin.get("/api/v1/roles").json["data"]?.array ?? []
        for role in roles { expectProblem(try await admin.delete("/api/v1/roles/\(role["id"]?.string ?? "")"), 409) }
        let strong = "/api/v1/roles/\(roles[0]["id"]?.string ?? "")"
        expectProblem(try await admin.patch(strong, ["permissions": ["*": ["view": "none"]]]), 409)
        expectProblem(try await admin.patch(strong, ["manages_tenant": false]), 409)
        expectProblem(try await admin.patch(strong, ["field_rules": ["contact": ["source": "hidden"]]]), 409)
        let rep = try await admin.patch("/api/v1/roles/\(roles[2]["id"]?.string ?? "")", ["permissions": ["*": ["view": "all"]]])
        #expect(rep.status == 200)
    }

    @Test func roleThatSomebodyHasIsNotDeleted() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let role = try await admin.create("roles", Self.agent)
        try await tenant.give(.rep, roles: ["sales_rep", "field_agent_north"])
        let refusal = try await admin.delete("/api/v1/roles/\(role.id)")
        expectProblem(refusal, 409)
        #expect(refusal.text.contains("1 person has this role"))
    }

    @Test func onlyAdminsChangeRoles() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let role = try await tenant.api(as: .admin).create("roles", Self.agent)
        for member in [Cast.manager, .rep, .viewer] {
            let client = try await tenant.api(as: member)
            expectProblem(try await client.post("/api/v1/roles", ["label": "Mine"]), 403)
            expectProblem(try await client.patch("/api/v1/roles/\(role.id)", ["label": "Mine"]), 403)
            expectProblem(try await client.delete("/api/v1/roles/\(role.id)"), 403)
        }
        let elsewhere = try await tenant.site.makeTenant().api(as: .admin)
        for path in [role.id, unknownID, "not-an-id"] {
            expectProblem(try await elsewhere.get("/api/v1/roles/\(path)"), 404)
            expectProblem(try await elsewhere.patch("/api/v1/roles/\(path)", ["label": "Mine"]), 404)
            expectProblem(try await elsewhere.delete("/api/v1/roles/\(path)"), 404)
        }
        expectProblem(try await tenant.guest.get("/api/v1/roles"), 401)
        expectProblem(try await tenant.guest.get("/api/v1/roles/\(role.id)"), 401)
        expectWrongVerb(try await elsewhere.delete("/api/v1/roles"), allows: "GET", "HEAD", "OPTIONS", "POST")
    }

    @Test func mistakesAreNamed() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        try await admin.create("roles", ["label": "Taken"])
        let wrong: [(JSONValue, [String])] = [
            ([:], ["label"]), (["label": "x", "colour": "red"], ["colour"]), (["label": "taken"], ["label"]),
            (["label": "x", "name": "No Good"], ["name"]), (["label": 7], ["label"]),
            (["label": "x", "permissions": ["nothing": ["view": "all"]]], ["permissions[nothing]"]),
            (["label": "x", "permissions": ["contact": ["fly": "all"]]], ["permissions[contact][fly]"]),
            (["label": "x", "permissions": ["contact": ["view": "most"]]], ["permissions[contact][view]"]),
            (["label": "x", "field_rules": ["contact": ["last_name": "hidden"]]], ["field_rules[contact][last_name]"]),
            (["label": "x", "field_rules": ["contact": ["owner_id": "hidden"]]], ["field_rules[contact][owner_id]"]),
            (["label": "x", "field_rules": ["contact": ["source": "blue"]]], ["field_rules[contact][source]"]),
            (["label": "x", "manages_tenant": "yes"], ["manages_tenant"]),
        ]
        for (body, fields) in wrong { expectProblem(try await admin.post("/api/v1/roles", body), 422, naming: fields) }
    }

    @Test func ofSeveralRolesTheWidestCounts() async throws {
        let scene = try await Scene(Sample.all[0])
        try await scene.admin.create("roles", ["label": "Looker", "permissions": ["contact": ["view": "all"]]])
        #expect(try await scene.rep.get(scene.list).ids.count == 1)
        try await scene.tenant.give(.rep, roles: ["sales_rep", "looker"])
        #expect(try await scene.rep.get(scene.list).ids.count == 3)
        expectProblem(try await scene.rep.patch(scene.address(scene.ofAdmin), ["source": "x"]), 403)
        #expect(try await scene.rep.patch(scene.address(scene.ofRep), ["source": "x"]).status == 200)
        #expect(try await scene.rep.get("/api/v1/users/me").json["roles"] == ["sales_rep", "looker"])
    }

    @Test func changeOfARoleCountsAtOnce() async throws {
        let scene = try await Scene(Sample.all[0])
        let roles = try await scene.admin.get("/api/v1/roles").json["data"]?.array ?? []
        let rep = "/api/v1/roles/\(roles[2]["id"]?.string ?? "")"
        #expect(try await scene.rep.get(scene.list).ids.count == 1)
        #expect(try await scene.admin.patch(rep, ["permissions": ["*": ["view": "all"]]]).status == 200)
        #expect(try await scene.rep.get(scene.list).ids.count == 3)
        #expect(try await scene.admin.patch(rep, ["permissions": [:]]).status == 200)
        #expect(try await scene.rep.get(scene.list).ids.isEmpty)
        expectProblem(try await scene.rep.get(scene.address(scene.ofRep)), 404)
    }
}

extension TestTenant {
    /// Gives somebody other roles, as the settings page does.
    func give(_ member: Cast, roles: [String]) async throws {
        try await database.write(
            "update users set roles = \(roles), access_version = access_version + 1 where email = \(email(of: member))")
    }
}
