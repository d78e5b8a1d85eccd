import Support
import Testing
import Web

/// Whoever is let into a record to edit it gets no more of it than that.
struct BorrowedRecordTests {
    /// A contact of the admin's that a rep may edit, who may assign what is their own.
    private struct Ground {
        let tenant: TestTenant
        let admin, rep: TestClient
        let id: String
        let contact: TestAnswer
        var address: String { "/api/v1/contacts/\(contact.id)" }

        init() async throws {
            tenant = try await TestSite.shared().makeTenant()
            (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
            id = try await tenant.id(of: .rep)
            contact = try await admin.create("contacts", ["last_name": "Lent", "email": "lent@example.org"])
            try await admin.create("contacts/\(contact.id)/shares", ["user_id": .string(id), "access": "edit"])
        }

        func owner() async throws -> String? { try await admin.get(address).json["owner_id"]?.string }
    }

    @Test func whoMayEditDoesNotMakeThemselvesTheOwner() async throws {
        let ground = try await Ground()
        let owner = try await ground.owner()
        let mine: JSONValue = .string(ground.id)
        #expect(try await ground.rep.patch(ground.address, ["job_title": "Boss"]).status == 200)
        expectProblem(try await ground.rep.patch(ground.address, ["owner_id": mine]), 422, naming: ["owner_id"])
        let browser = try await ground.tenant.browser(as: .rep)
        let path = "/contacts/\(ground.contact.id)"
        #expect(try await browser.submit(path, from: "\(path)/edit", ["owner_id": ground.id]).status == 422)
        let batch = try await ground.rep.batch(
            ["action": "edit", "values": ["owner_id": mine], "ids": [.string(ground.contact.id)]])
        #expect(batch.counts == [0, 0, 1])
        let me = ground.tenant.email(of: .rep)
        let row = ImportFixture("email,owner\nlent@example.org,\(me)\n", options: ["mode": "update", "match_on": "email"])
        #expect(try await ground.rep.take(row).count("updated") == 0)
        expectProblem(try await ground.rep.delete(ground.address), 403)
        #expect(try await ground.owner() == owner)
    }

    @Test func whoMayEditMergesWhatIsTheirsIntoIt() async throws {
        let ground = try await Ground()
        let own = try await ground.rep.create("contacts", ["last_name": "Lent", "email": "lent@example.org", "job_title": "Clerk"])
        let browser = try await ground.tenant.browser(as: .rep)
        let page = try await browser.get("/contacts/\(ground.contact.id)/merge?with=\(own.id)")
        #expect(page.status == 200)
        #expect(
            try await browser.get("/contacts/\(own.id)/merge?with=\(ground.contact.id)").status == 403, "that one is not theirs to delete")
        let merged = try await ground.rep.post("\(ground.address)/merge", ["with": [.string(own.id)]])
        #expect(merged.status == 200 && merged.json["job_title"] == "Clerk" && merged.id == ground.contact.id)
        let merge = merged.header("Merge-Id") ?? ""
        #expect(try await ground.rep.post("/api/v1/merges/\(merge)/reversal", [:]).status == 200)
        #expect(try await ground.rep.get("/api/v1/contacts/\(own.id)").id == own.id)
    }

    @Test func whatIsOnesOwnIsGivenOnByWhoeverMayAssignIt() async throws {
        let ground = try await Ground()
        let rep: JSONValue = .string(ground.id)
        #expect(try await ground.admin.patch(ground.address, ["owner_id": rep]).status == 200)
        let manager = try await ground.tenant.api(as: .manager)
        let managerID = try await ground.tenant.id(of: .manager)
        #expect(try await manager.patch(ground.address, ["owner_id": .string(managerID)]).status == 200)
        #expect(try await ground.owner() == managerID)
        expectProblem(try await ground.rep.patch(ground.address, ["owner_id": rep]), 422, naming: ["owner_id"])
        #expect(try await ground.rep.create("contacts", ["last_name": "New", "owner_id": rep]).status == 201)
    }
}
