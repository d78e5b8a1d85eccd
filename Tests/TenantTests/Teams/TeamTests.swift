import Support
import Testing
import Web

/// Teams as programs change them, and whom their managers reach.
struct TeamTests {
    @Test func adminsMakeChangeAndDeleteTeams() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let rep = try await tenant.id(of: .rep)
        let team = try await admin.create("teams", ["name": "North", "members": [["user_id": .string(rep)]]])
        #expect(team.json["members"]?[0]?["user_id"]?.string == rep && team.json["members"]?[0]?["is_manager"] == false)
        #expect(try await admin.get("/api/v1/teams/\(team.id)").json == team.json)
        let below = try await admin.create("teams", ["name": "North-west", "parent_id": .string(team.id)])
        let changed = try await admin.patch("/api/v1/teams/\(team.id)", ["name": "Far north", "members": []])
        #expect(changed.json["name"] == "Far north" && changed.json["members"] == [])
        #expect(try await admin.delete("/api/v1/teams/\(team.id)").status == 204)
        #expect(try await admin.get("/api/v1/teams/\(below.id)").json["parent_id"] == .null)
        #expect(try await tenant.events("team.created") == 2)
        #expect(try await tenant.events("team.updated") == 1)
        #expect(try await tenant.events("team.deleted") == 1)
    }

    @Test func managerReachesThePeopleOfSubTeams() async throws {
        let scene = try await Scene(Sample.all[0])
        let (manager, rep) = (try await scene.tenant.id(of: .manager), try await scene.tenant.id(of: .rep))
        let teams = try await scene.admin.get("/api/v1/teams").json["data"]?.array ?? []
        for team in teams { #expect(try await scene.admin.delete("/api/v1/teams/\(team["id"]?.string ?? "")").status == 204) }
        #expect(try await scene.manager.get(scene.list).ids == [scene.ofManager.id])
        let top = try await scene.admin.create("teams", ["name": "Top", "members": [["user_id": .string(manager), "is_manager": true]]])
        let middle = try await scene.admin.create("teams", ["name": "Middle", "parent_id": .string(top.id)])
        let bottom = try await scene.admin.create(
            "teams", ["name": "Bottom", "parent_id": .string(middle.id), "members": [["user_id": .string(rep)]]])
        #expect(Set(try await scene.manager.get(scene.list).ids) == [scene.ofManager.id, scene.ofRep.id])
        #expect(try await scene.admin.patch("/api/v1/teams/\(bottom.id)", ["parent_id": .null]).status == 200)
        #expect(try await scene.manager.get(scene.list).ids == [scene.ofManager.id])
    }

    @Test func teamNeverStandsBelowItself() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let top = try await admin.create("teams", ["name": "Top"])
        let bottom = try await admin.create("teams", ["name": "Bottom", "parent_id": .string(top.id)])
        for parent in [top.id, bottom.id] {
            expectProblem(try await admin.patch("/api/v1/teams/\(top.id)", ["parent_id": .string(parent)]), 422, naming: ["parent_id"])
        }
        expectProblem(try await admin.patch("/api/v1/teams/\(top.id)", ["parent_id": .string(unknownID)]), 422, naming: ["parent_id"])
    }

    @Test func onlyAdminsChangeTeams() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let team = try await tenant.api(as: .admin).create("teams", ["name": "North"])
        for member in [Cast.manager, .rep, .viewer] {
            let client = try await tenant.api(as: member)
            #expect(try await client.get("/api/v1/teams").status == 200)
            expectProblem(try await client.post("/api/v1/teams", ["name": "Mine"]), 403)
            expectProblem(try await client.patch("/api/v1/teams/\(team.id)", ["name": "Mine"]), 403)
            expectProblem(try await client.delete("/api/v1/teams/\(team.id)"), 403)
        }
        let elsewhere = try await tenant.site.makeTenant().api(as: .admin)
        for path in [team.id, unknownID, "not-an-id"] {
            expectProblem(try await elsewhere.get("/api/v1/teams/\(path)"), 404)
            expectProblem(try await elsewhere.patch("/api/v1/teams/\(path)", ["name": "Mine"]), 404)
            expectProblem(try await elsewhere.delete("/api/v1/teams/\(path)"), 404)
        }
        expectProblem(try await tenant.guest.get("/api/v1/teams"), 401)
        expectWrongVerb(try await elsewhere.delete("/api/v1/teams"), allows: "GET", "HEAD", "OPTIONS", "POST")
    }

    @Test func mistakesAreNamed() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        try await admin.create("teams", ["name": "Taken"])
        let wrong: [(JSONValue, [String])] = [
            ([:], ["name"]), (["name": "Taken"], ["name"]), (["name": 7], ["name"]), (["name": "x", "colour": "red"], ["colour"]),
            (["name": "x", "parent_id": "y"], ["parent_id"]), (["name": "x", "members": [["user_id": .string(unknownID)]]], ["members"]),
            (["name": "x", "members": [["id": "y"]]], ["members[0]"]), (["name": "x", "members": "all"], ["members"]),
        ]
        for (body, fields) in wrong { expectProblem(try await admin.post("/api/v1/teams", body), 422, naming: fields) }
    }

    @Test func pagesDoTheSame() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, rep) = (try await tenant.browser(as: .admin), try await tenant.id(of: .rep))
        let made = try await admin.submit("/settings/teams", from: "/settings/teams", ["name": "North"])
        let page = try #require(made.location)
        #expect(made.status == 303)
        #expect(try await admin.submit("\(page)/members", from: page, ["user_id": rep, "as": "manager"]).status == 303)
        #expect(try await admin.get(page).text.contains("Manager"))
        #expect(try await admin.submit("\(page)/members/\(rep)/removal", from: page).status == 303)
        #expect(try await admin.get(page).text.contains("Nobody is in this team yet."))
        let loop = try await admin.submit(page, from: page, ["parent_id": String(page.suffix(36))])
        #expect(loop.status == 422 && loop.text.contains("A team cannot stand below"))
        #expect(try await admin.submit("/settings/teams", from: "/settings/teams", ["name": "North"]).status == 422)
        #expect(try await admin.submit("\(page)/deletion", from: page).status == 303)
        #expect(try await admin.get(page).status == 404)
        #expect(try await tenant.browser(as: .manager).get("/settings/teams").status == 403)
    }
}
