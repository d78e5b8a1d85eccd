import Support
import Testing
import Web

/// Fields that somebody's roles hide, or show without letting them be changed.
struct FieldRuleTests {
    /// A contact of the rep's with something in every field that matters here.
    private struct Ground {
        let tenant: TestTenant
        let admin, rep: TestClient
        let contact: TestAnswer
        var address: String { "/api/v1/contacts/\(contact.id)" }

        init(hiding rules: JSONValue) async throws {
            tenant = try await TestSite.shared().makeTenant()
            (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
            try await admin.create("roles", ["label": "Narrow", "permissions": ["*": Self.everything], "field_rules": ["contact": rules]])
            contact = try await admin.create(
                "contacts",
                [
                    "first_name": "Ada", "last_name": "Hide", "email": "secret@hidden.test", "source": "Undisclosed",
                    "job_title": "Visible",
                    "owner_id": .string(try await tenant.id(of: .rep)), "addresses": [["city": "Lisbon"]],
                ])
            try await tenant.give(.rep, roles: ["narrow"])
        }

        static let everything: JSONValue = [
            "view": "own", "create": "all", "edit": "own", "delete": "own", "export": "own", "import": "all", "assign": "all",
            "share": "own",
        ]
    }

    @Test func hiddenFieldIsNowhere() async throws {
        let ground = try await Ground(hiding: ["source": "hidden", "emails": "hidden", "addresses": "hidden"])
        let (rep, browser) = (ground.rep, try await ground.tenant.browser(as: .rep))
        let json = try await rep.get(ground.address).json
        for name in ["source", "email", "emails", "addresses"] { #expect(json[name] == nil, "\(name)") }
        #expect(json["job_title"] == "Visible" && json["last_name"] == "Hide")
        for path in ["", "/edit", "/shares"] {
            let page = try await browser.get("/contacts/\(ground.contact.id)\(path)").text
            #expect(
                page.contains("Hide") && !page.contains("Undisclosed") && !page.contains("secret@") && !page.contains("Lisbon"), "\(path)")
        }
        for path in ["/contacts", "/contacts?columns=name,source,email,city", "/contacts.csv", "/api/v1/contacts.csv", "/api/v1/contacts"] {
            let page = try await browser.get(path.hasPrefix("/api") ? "/contacts" : path).text
            let api = path.hasPrefix("/api") ? try await rep.get(path).text : page
            for text in [page, api] {
                #expect(
                    text.contains("Hide") && !text.contains("Undisclosed") && !text.contains("secret@") && !text.contains("Lisbon"),
                    "\(path)")
            }
        }
    }

    @Test func hiddenFieldIsUnknownToEveryQuestion() async throws {
        let ground = try await Ground(hiding: ["source": "hidden", "emails": "hidden"])
        for query in ["filter[source][eq]=Undisclosed", "filter[email][contains]=secret", "filter[emails][empty]="] {
            expectProblem(try await ground.rep.get("/api/v1/contacts?\(query)"), 422, naming: [String(query.split(separator: "=")[0])])
        }
        expectProblem(try await ground.rep.get("/api/v1/contacts?sort=source"), 422, naming: ["sort"])
        expectProblem(try await ground.rep.get("/api/v1/contacts?fields=source"), 422, naming: ["fields"])
        let tree = #"{"field":"source","op":"eq","value":"Undisclosed"}"#
        expectProblem(try await ground.rep.get("/api/v1/contacts?filter=\(tree.escaped)"), 422, naming: ["filter"])
        expectProblem(try await ground.rep.patch(ground.address, ["source": "x"]), 422, naming: ["source"])
        #expect(try await ground.rep.get("/api/v1/contacts?q=secret").ids.isEmpty)
        #expect(try await ground.rep.get("/api/v1/contacts?q=hide").ids.count == 1)
        #expect(try await ground.admin.get("/api/v1/contacts?q=secret").ids.count == 1)
    }

    @Test func saveLeavesWhatIsHiddenAsItIs() async throws {
        let ground = try await Ground(hiding: ["source": "hidden", "emails": "hidden"])
        #expect(try await ground.rep.patch(ground.address, ["job_title": "Changed"]).status == 200)
        let browser = try await ground.tenant.browser(as: .rep)
        let page = "/contacts/\(ground.contact.id)"
        let answer = try await browser.submit(page, from: "\(page)/edit", ["first_name": "Grace"])
        #expect(answer.status == 303)
        let json = try await ground.admin.get(ground.address).json
        #expect(json["source"] == "Undisclosed" && json["email"] == "secret@hidden.test")
        #expect(json["first_name"] == "Grace" && json["job_title"] == "Changed")
        #expect(try await ground.admin.get("/api/v1/contacts?q=secret").ids.count == 1)
    }

    @Test func changeOfWhatIsHiddenIsNotTold() async throws {
        let ground = try await Ground(hiding: ["source": "hidden"])
        #expect(try await ground.admin.patch(ground.address, ["source": "Elsewhere"]).status == 200)
        let browser = try await ground.tenant.browser(as: .rep)
        let page = try await browser.get("/contacts/\(ground.contact.id)").text
        #expect(!page.contains("Elsewhere") && !page.contains("changed") && page.contains("created"))
        let whole = try await ground.tenant.browser(as: .admin).get("/contacts/\(ground.contact.id)").text
        #expect(whole.contains("Elsewhere"))
    }

    @Test func readOnlyFieldIsShownAndNotTaken() async throws {
        let ground = try await Ground(hiding: ["source": "read_only", "emails": "read_only"])
        #expect(try await ground.rep.get(ground.address).json["source"] == "Undisclosed")
        for name in ["source", "email", "emails"] {
            let answer = try await ground.rep.patch(ground.address, .object([name: "x@y.test"]))
            expectProblem(answer, 422, naming: [name])
            #expect(answer.json["errors"]?[0]?["code"] == "read_only")
        }
        let browser = try await ground.tenant.browser(as: .rep)
        let page = "/contacts/\(ground.contact.id)"
        let form = try #require(try await browser.get("\(page)/edit").forms.first { $0.action == page })
        #expect(form.fields["source"] == nil && form.fields["job_title"] == "Visible")
        #expect(try await browser.get("\(page)/edit").text.contains("Undisclosed"))
        #expect(try await browser.submit(page, from: "\(page)/edit", ["source": "Forged", "job_title": "Mine"]).status == 303)
        let json = try await ground.admin.get(ground.address).json
        #expect(json["source"] == "Undisclosed" && json["job_title"] == "Mine" && json["email"] == "secret@hidden.test")
    }

    @Test func kinderRoleShowsWhatTheOtherHides() async throws {
        let ground = try await Ground(hiding: ["source": "hidden", "job_title": "hidden"])
        try await ground.admin.create(
            "roles", ["label": "Softer", "permissions": ["contact": ["view": "own"]], "field_rules": ["contact": ["source": "read_only"]]])
        try await ground.tenant.give(.rep, roles: ["narrow", "softer"])
        let json = try await ground.rep.get(ground.address).json
        #expect(json["source"] == "Undisclosed" && json["job_title"] == "Visible")
        expectProblem(try await ground.rep.patch(ground.address, ["source": "x"]), 422, naming: ["source"])
        #expect(try await ground.rep.patch(ground.address, ["job_title": "x"]).status == 200)
    }
}
