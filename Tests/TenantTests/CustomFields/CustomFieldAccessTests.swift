import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@testable import Tenant

/// Fields that a tenant has added, for people whose roles keep some from them, and for many records at once.
struct CustomFieldAccessTests {
    fileprivate static let everything: JSONValue = [
        "view": "own", "create": "all", "edit": "own", "delete": "own", "export": "own", "import": "all", "assign": "all", "share": "own",
    ]

    /// A tenant whose rep has a role that hides salaries and mentors, and locks levels and buddies.
    fileprivate struct Ground {
        let tenant: TestTenant
        let admin, rep: TestClient
        let contact: TestAnswer
        var address: String { "/api/v1/contacts/\(contact.id)" }

        init() async throws {
            tenant = try await TestSite.shared().makeTenant()
            (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
            try await admin.define(.text, "Salary")
            try await admin.define(.user, "Mentor")
            try await admin.define(.integer, "Level", more: ["required": true])
            try await admin.define(.user, "Buddy")
            try await admin.define(.text, "Open")
            let person: JSONValue = .string(try await tenant.id(of: .manager))
            let custom: JSONValue = ["salary": "Undisclosed", "mentor": person, "level": 3, "buddy": person, "open": "Known"]
            contact = try await admin.create(
                "contacts", ["last_name": "Ruled", "owner_id": .string(try await tenant.id(of: .rep)), "custom": custom])
            let rules: JSONValue = [
                "custom.salary": "hidden", "custom.mentor": "hidden", "custom.level": "read_only", "custom.buddy": "read_only",
            ]
            try await admin.create(
                "roles",
                ["label": "Narrow", "permissions": ["*": CustomFieldAccessTests.everything], "field_rules": ["contact": rules]])
            try await tenant.give(.rep, roles: ["narrow"])
        }
    }

    @Test func whatARoleHidesIsNowhereAndSurvivesAnEdit() async throws {
        let ground = try await Ground()
        let browser = try await ground.tenant.browser(as: .rep)
        #expect(try await ground.rep.get(ground.address).json["custom"]?.object?.names.sorted() == ["buddy", "level", "open"])
        for path in ["/api/v1/contacts", "/api/v1/contacts.csv"] {
            let text = try await ground.rep.get(path).text
            #expect(text.contains("Ruled") && !text.contains("Undisclosed") && !text.contains("Mentor"), "\(path)")
        }
        for path in ["", "/edit"] {
            let page = try await browser.get("/contacts/\(ground.contact.id)\(path)").text
            #expect(page.contains("Known") && !page.contains("Undisclosed") && !page.contains("Mentor"), "\(path)")
        }
        for field in ["custom.salary", "custom.mentor", "custom.mentor.name"] {
            let question = "filter[\(field)][nempty]"
            expectProblem(try await ground.rep.get("/api/v1/contacts?\(question)="), 422, naming: [question])
        }
        expectProblem(try await ground.rep.get("/api/v1/contacts?sort=custom.mentor.name"), 422, naming: ["sort"])
        expectProblem(try await ground.rep.patch(ground.address, ["custom": ["salary": "Mine"]]), 422, naming: ["custom.salary"])
        #expect(try await ground.rep.patch(ground.address, ["custom": ["open": "Changed"]]).json["custom"]?["open"] == "Changed")
        #expect(try await ground.rep.patch(ground.address, ["custom": ["open": nil]]).status == 200)
        let custom = try await ground.admin.get(ground.address).json["custom"]
        #expect(custom?["salary"] == "Undisclosed" && custom?["mentor"] != nil && custom?["open"] == nil)
    }

    @Test func whatARoleLocksIsShownAndNotChanged() async throws {
        let ground = try await Ground()
        expectProblem(
            try await ground.rep.patch(ground.address, ["custom": ["level": 4, "buddy": nil]]), 422,
            naming: ["custom.buddy", "custom.level"])
        let browser = try await ground.tenant.browser(as: .rep)
        let page = "/contacts/\(ground.contact.id)"
        #expect(try await browser.submit(page, from: "\(page)/edit", ["custom.level": "4", "custom.open": "Formed"]).status == 303)
        let custom = try await ground.admin.get(ground.address).json["custom"]
        #expect(custom?["level"] == 3 && custom?["open"] == "Formed")
        // Nobody is asked for what their role keeps from them, and a file brings none of it.
        #expect(try await ground.rep.post("/api/v1/contacts", ["last_name": "Levelless"]).status == 201)
        let targets = ImportMapping(type: try await ground.seenByRep()).targets.map(\.name)
        #expect(!targets.contains("custom.level") && !targets.contains("custom.buddy.name") && targets.contains("custom.open"))
    }

    @Test func manyRecordsAreChangedAndTakenBackAsOne() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.define(.integer, "Level", more: ["required": true])
        try await admin.define(.choice, "Size", more: ["choices": ["Small", "Large"]])
        for level in 1...3 {
            try await admin.create("contacts", ["last_name": "Many", "custom": ["level": .int(Int64(level)), "size": "small"]])
        }
        let batch = try await admin.batch(["action": "edit", "values": ["custom": ["level": 9, "size": nil]], "all": true])
        #expect(batch["state"] == "done")
        #expect(try await tenant.count("custom = '{\"level\": 9}'") == 3)
        let undone = try await admin.undo(batch)
        #expect(undone["state"] == "done")
        #expect(try await tenant.count("custom->>'size' = 'small' and (custom->>'level')::int < 4") == 3)
        let emptied = try await admin.post(
            "/api/v1/contacts/batches", ["action": "edit", "values": ["custom": ["level": nil]], "all": true])
        if emptied.status == 202 { _ = try await admin.ended(emptied) } else { #expect(emptied.status == 422) }
        #expect(try await tenant.count("custom ? 'level'") == 3, "what is required is not emptied")
    }
}

extension CustomFieldAccessTests.Ground {
    fileprivate func seenByRep() async throws -> RecordType {
        let scope = tenant.site.platform.scope(for: tenant.tenant, cause: .console)
        let rows = try await scope.database.read("select id from users where email = \(tenant.email(of: .rep))")
        guard let id = try rows.first?.decode(UUID.self), let viewer = try await People(in: scope).viewer(id),
            let type = viewer.records.named("contact")
        else { throw Failed("there is no rep") }
        return type
    }
}
