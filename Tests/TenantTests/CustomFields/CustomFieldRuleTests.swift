import Foundation
import Support
import Testing
import Web

@testable import Tenant

struct CustomFieldRuleTests {
    // MARK: Required

    @Test func requiredIsAskedForInFormsTheAPIAndFiles() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .rep))
        try await admin.define(.text, "Customer number", more: ["required": true])

        expectProblem(try await admin.post("/api/v1/contacts", ["last_name": "None"]), 422, naming: ["custom.customer_number"])
        expectProblem(
            try await admin.post("/api/v1/contacts", ["last_name": "None", "custom": ["customer_number": " "]]), 422,
            naming: ["custom.customer_number"])
        let form = try await browser.submit("/contacts", from: "/contacts/new", ["last_name": "None"])
        #expect(form.status == 422 && form.text.contains("Customer number must not be empty."))
        let done = try await admin.take(ImportFixture("Last name,Customer number\nWithout,\nWith,C-1\n"))
        #expect(done.count("created") == 1 && done.count("rejected") == 1)
        #expect(try await admin.rejects(of: done).contains("Customer number must not be empty."))
        #expect(try await admin.post("/api/v1/contacts", ["last_name": "Full", "custom": ["customer_number": "C-2"]]).status == 201)
    }

    @Test func recordsThatWereThereStayValidUntilSomebodyEditsThem() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let contact = try await admin.create("contacts", ["last_name": "Old"])
        try await admin.define(.integer, "Shoe size", more: ["required": true])
        let address = "/api/v1/contacts/\(contact.id)"
        #expect(try await admin.patch(address, ["job_title": "Baker"]).status == 200, "what is not spoken of stays")
        let form = try await tenant.browser(as: .admin).submit("/contacts/\(contact.id)", from: "/contacts/\(contact.id)/edit")
        #expect(form.status == 422 && form.text.contains("Shoe size must not be empty."))
        #expect(try await admin.patch(address, ["custom": ["shoe_size": 44]]).status == 200)
        expectProblem(try await admin.patch(address, ["custom": ["shoe_size": nil]]), 422, naming: ["custom.shoe_size"])
        expectProblem(try await admin.patch(address, ["custom": nil]), 422, naming: ["custom.shoe_size"])
    }

    // MARK: Default

    @Test func newRecordsBeginWithTheDefaultUnlessSomebodySaysOtherwise() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        try await admin.define(.choice, "Size", more: ["choices": ["Small", "Large"], "default": "small"])
        try await admin.define(.multiChoice, "Colours", more: ["choices": ["Red", "Blue"], "default": ["red"]])
        try await admin.define(.yesNo, "Vip", more: ["default": true])
        let standard: JSONValue = ["size": "small", "colours": ["red"], "vip": true]

        #expect(try await admin.create("contacts", ["last_name": "Plain"]).json["custom"]?.sorted == standard.sorted)
        let said = try await admin.create("contacts", ["last_name": "Said", "custom": ["size": "large", "colours": [], "vip": false]])
        #expect(said.json["custom"]?.sorted == ["size": "large", "vip": false])
        let made = try await browser.submit("/contacts", from: "/contacts/new", ["last_name": "Formed"])
        let path = try #require(made.location)
        #expect(try await admin.get("/api/v1\(path)").json["custom"]?.sorted == standard.sorted)
        let done = try await admin.take(ImportFixture("Last name,Size\nImported,\n"))
        #expect(done.count("created") == 1)
        #expect(try await admin.records("contacts?filter[last_name][eq]=Imported").first?["custom"]?.sorted == standard.sorted)
    }

    // MARK: Unique

    @Test func valuesThatMayBeThereOnlyOnceAreRefusedASecondTime() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        for (kind, first, again, other) in [
            (CustomFieldKind.text, "A-1" as JSONValue, "a-1" as JSONValue, "A-2" as JSONValue), (.integer, 7, 7, 8),
            (.number, 1.5, 1.50, 1.6),
            (.date, "2026-01-01", "2026-01-01", "2026-01-02"), (.email, "x@y.test", "X@Y.test", "z@y.test"),
        ] {
            let name = kind.rawValue
            try await admin.define(kind, "Only \(name)", name: name, more: ["unique": true])
            let holder = try await admin.create("contacts", ["last_name": "Holder", "custom": [name: first].json])
            expectProblem(
                try await admin.post("/api/v1/contacts", ["last_name": "Second", "custom": [name: again].json]), 422,
                naming: ["custom.\(name)"])
            let second = try await admin.create("contacts", ["last_name": "Second", "custom": [name: other].json])
            expectProblem(
                try await admin.patch("/api/v1/contacts/\(second.id)", ["custom": [name: again].json]), 422, naming: ["custom.\(name)"])
            #expect(try await admin.patch("/api/v1/contacts/\(holder.id)", ["custom": [name: first].json]).status == 200, "its own")
            // What is in the trash makes room, and does not come back into it.
            #expect(try await admin.delete("/api/v1/contacts/\(holder.id)").status == 204)
            #expect(try await admin.patch("/api/v1/contacts/\(second.id)", ["custom": [name: again].json]).status == 200)
            expectProblem(
                try await admin.send("POST", "/api/v1/contacts/\(holder.id)/restoration"), 422, naming: ["custom.\(name)"])
        }
    }

    @Test func twoWhoSaveTheSameValueAtOnceDoNotBothSucceed() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.define(.text, "Badge", more: ["unique": true])
        for round in 0..<10 {
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for name in ["One", "Two", "Three", "Four"] {
                    group.addTask {
                        let body: JSONValue = ["last_name": .string(name), "custom": ["badge": .string("B-\(round)")]]
                        return try await admin.post("/api/v1/contacts", body).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 422, 422, 422], "round \(round)")
        }
    }

    @Test func aFileCannotBringTheSameValueTwice() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.define(.text, "Badge", more: ["unique": true])
        let done = try await admin.take(ImportFixture("Last name,Badge\nOne,B-1\nTwo,b-1\nThree,B-2\n"))
        #expect(done.count("created") == 2 && done.count("rejected") == 1)
        #expect(try await admin.rejects(of: done).contains("Two"))
    }

    @Test func sharedValuesKeepAFieldFromBecomingUnique() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let field = try await admin.define(.text, "Badge")
        for name in ["One", "Two"] { try await admin.create("contacts", ["last_name": .string(name), "custom": ["badge": "Same"]]) }
        expectProblem(try await admin.patch("/api/v1/custom_fields/\(field.id)", ["unique": true]), 422, naming: ["unique"])
    }

    // MARK: Choices

    @Test func renamedChoicesKeepTheirValuesAndUsedOnesStay() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let field = try await admin.define(.choice, "Size", more: ["choices": ["Small", "Large", "Huge"]])
        let contact = try await admin.create("contacts", ["last_name": "Sized", "custom": ["size": "small"]])
        let address = "/api/v1/custom_fields/\(field.id)"
        let renamed: JSONValue = ["choices": [["value": "small", "label": "Tiny"], ["value": "large", "label": "Large"]]]
        #expect(try await admin.patch(address, renamed).status == 200)
        #expect(try await admin.get("/api/v1/contacts/\(contact.id)").json["custom"] == ["size": "small"])
        #expect(try await tenant.browser(as: .admin).get("/contacts/\(contact.id)").text.contains("Tiny"))
        expectProblem(try await admin.patch(address, ["choices": ["Large"]]), 422, naming: ["choices"])
        expectProblem(try await admin.patch(address, ["choices": []]), 422, naming: ["choices"])
    }

    @Test(arguments: [CustomFieldKind.choice, .multiChoice])
    func choiceThatIsInUseIsNamedAmongSeveralThatGo(kind: CustomFieldKind) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let field = try await admin.define(kind, "Size", more: ["choices": ["Small", "Large", "Huge", "Vast"]])
        let held: JSONValue = kind == .choice ? "huge" : ["small", "huge"]
        try await admin.create("contacts", ["last_name": "Sized", "custom": ["size": held]])
        let address = "/api/v1/custom_fields/\(field.id)"
        let answer = try await admin.patch(address, ["choices": [["value": "small", "label": "Small"]]])
        expectProblem(answer, 422, naming: ["choices"])
        #expect(answer.text.contains("\\\"Huge\\\" cannot be removed"), "\(answer.text)")
        let kept: JSONValue = ["choices": [["value": "small", "label": "Small"], ["value": "huge", "label": "Huge"]]]
        #expect(try await admin.patch(address, kept).status == 200)
    }

    @Test func amongPeopleOnlyThoseWhoWorkHereCanBeNamed() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.define(.user, "Reviewer")
        let elsewhere = try await SharedTenant.get().id(of: .admin)
        expectProblem(
            try await admin.post("/api/v1/contacts", ["last_name": "X", "custom": ["reviewer": .string(elsewhere)]]), 422,
            naming: ["custom.reviewer"])
    }

    @Test func aLinkLeadsOnlyToWhatItsAuthorSees() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
        try await admin.define(.recordLink, "Reseller", more: ["target": "company"])
        let hidden = try await admin.create("companies", ["name": "Hidden Inc"])
        expectProblem(
            try await rep.post("/api/v1/contacts", ["last_name": "X", "custom": ["reseller": .string(hidden.id)]]), 422,
            naming: ["custom.reseller"])
        // Somebody else's link to it is there, its name is not.
        let contact = try await admin.create(
            "contacts",
            ["last_name": "Linked", "owner_id": .string(try await tenant.id(of: .rep)), "custom": ["reseller": .string(hidden.id)]])
        let page = try await tenant.browser(as: .rep).get("/contacts/\(contact.id)")
        #expect(page.status == 200 && !page.text.contains("Hidden Inc"))
        #expect(try await tenant.browser(as: .admin).get("/contacts/\(contact.id)").text.contains("Hidden Inc"))
    }
}
