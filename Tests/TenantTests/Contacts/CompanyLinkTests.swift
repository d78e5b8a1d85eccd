import Support
import Testing
import Web

/// To which company a contact belongs, and who gets to know.
struct CompanyLinkTests {
    @Test func newContactBelongsToTheCompanyOfItsDomain() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let acme = try await admin.create("companies", ["name": "Acme", "domain": "https://www.Acme.test/about"])
        #expect(acme.json["domain"] == "acme.test")
        let id = JSONValue.string(acme.id)
        #expect(try await admin.create("contacts", ["email": "ann@acme.test"]).json["company_id"] == id)
        #expect(try await admin.create("contacts", ["email": "ann@sub.acme.test"]).json["company_id"] == .null)
        #expect(try await admin.create("contacts", ["email": "a2@acme.test", "company_id": nil]).json["company_id"] == .null)
        let later = try await admin.create("contacts", ["last_name": "Later"])
        let moved = try await admin.patch("/api/v1/contacts/\(later.id)", ["email": "later@acme.test"])
        #expect(moved.json["company_id"] == .null, "only new contacts are linked on their own")
    }

    @Test(arguments: ["gmail.com", "outlook.com", "web.de", "yahoo.co.uk"])
    func domainThatAnybodyCanUseLinksNobody(domain: String) async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        try await admin.create("companies", ["name": "Impostor", "domain": .string(domain)])
        #expect(try await admin.create("contacts", ["email": .string("ann@\(domain)")]).json["company_id"] == .null)
    }

    @Test func companyThatOneMayNotSeeIsNeitherLinkedNorNamed() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
        let secret = try await admin.create("companies", ["name": "Secret Inc", "domain": "secret.test"])
        #expect(try await rep.create("contacts", ["email": "x@secret.test"]).json["company_id"] == .null)
        let named: JSONValue = ["last_name": "X", "company_id": .string(secret.id)]
        expectProblem(try await rep.post("/api/v1/contacts", named), 422, naming: ["company_id"])
        expectProblem(
            try await rep.post("/api/v1/contacts", ["last_name": "X", "company_id": .string(unknownID)]), 422, naming: ["company_id"])

        // Somebody who may has linked them: the rep sees that there is a company, and nothing else of it.
        let repID = try await tenant.id(of: .rep)
        try await admin.create("contacts", ["last_name": "Given", "company_id": .string(secret.id), "owner_id": .string(repID)])
        let list = try await rep.get("/api/v1/contacts?include=company&filter[last_name][eq]=given")
        #expect(list.json["data"]?[0]?["company"] == .null)
        #expect(!list.text.contains("Secret Inc"))
        #expect(try await rep.get("/api/v1/contacts?filter[company][contains]=secret").ids.isEmpty)
        #expect(try await !rep.get("/api/v1/contacts.csv").text.contains("Secret Inc"))
        #expect(try await rep.get("/api/v1/contacts?q=secret%20inc").ids.isEmpty)
        let browser = try await tenant.browser(as: .rep)
        for page in ["/contacts", "/contacts/\(list.ids[0])", "/contacts/\(list.ids[0])/edit", "/", "/search?q=secret"] {
            #expect(try await !browser.get(page).text.contains("Secret Inc"), "\(page)")
        }
    }

    @Test func deletedCompanyIsNoLongerNamed() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let acme = try await admin.create("companies", ["name": "Acme"])
        try await admin.create("contacts", ["last_name": "Ann", "company_id": .string(acme.id)])
        #expect(try await admin.delete("/api/v1/companies/\(acme.id)").status == 204)
        #expect(try await admin.get("/api/v1/contacts?include=company").json["data"]?[0]?["company"] == .null)
        expectProblem(
            try await admin.post("/api/v1/contacts", ["last_name": "B", "company_id": .string(acme.id)]), 422, naming: ["company_id"])
    }
}
