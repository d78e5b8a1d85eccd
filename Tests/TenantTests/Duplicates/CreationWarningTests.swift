import Foundation
import Support
import Testing
import Web

struct CreationWarningTests {
    private static let typed = ["first_name": "Ann", "last_name": "Lee", "emails[0][address]": "ann@x.test", "source": "Typed in"]

    /// A tenant that has Ann Lee already.
    private func tenant() async throws -> (TestTenant, TestClient, TestAnswer) {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        return (tenant, admin, try await admin.create("contacts", ["first_name": "Ann", "last_name": "Lee", "email": "ann@x.test"]))
    }

    private func set(_ warning: String, _ tenant: TestTenant) async throws {
        let browser = try await tenant.browser(as: .admin)
        let saved = try await browser.submit(
            "/settings/duplicates", from: "/settings/duplicates", ["contact": warning, "company": warning])
        #expect(saved.status == 303)
    }

    @Test func formComesBackWithWhatIsThereAndWithAllThatWasTyped() async throws {
        let (tenant, admin, known) = try await tenant()
        let browser = try await tenant.browser(as: .admin)
        let held = try await browser.submit("/contacts", from: "/contacts/new", Self.typed)
        #expect(held.status == 409)
        for text in ["may be there already", "Same e-mail", "/contacts/\(known.id)", "Save anyway", "Typed in", "100 of 100"] {
            #expect(held.text.contains(text), "\(text)")
        }
        #expect(try await admin.get("/api/v1/contacts?total=true").json["total"] == 1)
        let saved = try await browser.submit("/contacts", on: held, ["duplicates": "allow"])
        #expect(saved.status == 303)
        #expect(try await admin.get("/api/v1/contacts?total=true").json["total"] == 2)
    }

    @Test func whatWasTypedCanBecomePartOfTheRecordThatIsThere() async throws {
        let (tenant, admin, known) = try await tenant()
        try await set("block", tenant)
        let browser = try await tenant.browser(as: .admin)
        let held = try await browser.submit("/contacts", from: "/contacts/new", Self.typed)
        #expect(held.status == 409 && held.text.contains("is there already") && !held.text.contains("Save anyway"))
        #expect(try await browser.submit("/contacts", on: held, ["duplicates": "allow"]).status == 409)
        let merged = try await browser.submit("/contacts", on: held, ["merge_into": known.id])
        #expect(merged.status == 303 && merged.location == "/contacts/\(known.id)")
        #expect(try await admin.get("/api/v1/contacts?total=true").json["total"] == 1)
        #expect(try await admin.get("/api/v1/contacts/\(known.id)").json["source"] == "Typed in")
    }

    @Test func onlyWhatTheViewerSeesIsShown() async throws {
        let (tenant, _, known) = try await tenant()
        let rep = try await tenant.browser(as: .rep)
        let saved = try await rep.submit("/contacts", from: "/contacts/new", Self.typed)
        #expect(saved.status == 303 && saved.location?.contains(known.id) == false)
    }

    @Test func programsAreOnlyEverRefusedWhereTheTenantWantsIt() async throws {
        let (tenant, admin, known) = try await tenant()
        let body: JSONValue = ["first_name": "Ann", "last_name": "Lee", "email": "ANN@x.test"]
        #expect(try await admin.post("/api/v1/contacts", body).status == 201)
        try await set("block", tenant)
        let refused = try await admin.post("/api/v1/contacts", body)
        expectProblem(refused, 409)
        let match = refused.json["matches"]?.array?.first { $0["id"] == .string(known.id) }
        #expect(match?["exact"] == true && match?["score"] == 100)
        #expect(match?["reasons"]?[0]?["trait"] == "email")
        #expect(try await admin.post("/api/v1/contacts?duplicates=allow", body).status == 201)
        expectProblem(try await admin.post("/api/v1/contacts?duplicates=perhaps", body), 422, naming: ["duplicates"])
        // A name alone is no certainty.
        #expect(try await admin.post("/api/v1/contacts", ["first_name": "Ann", "last_name": "Lee"]).status == 201)
        #expect(try await admin.post("/api/v1/contacts", ["first_name": "Bob", "last_name": "Ray"]).status == 201)
    }

    @Test func offSaysNothing() async throws {
        let (tenant, _, _) = try await tenant()
        try await set("off", tenant)
        let browser = try await tenant.browser(as: .admin)
        #expect(try await browser.submit("/contacts", from: "/contacts/new", Self.typed).status == 303)
    }

    @Test func onlyAdminsSayWhatHappens() async throws {
        let (tenant, _, _) = try await tenant()
        for member in [Cast.manager, .rep, .viewer] {
            let browser = try await tenant.browser(as: member)
            #expect(try await browser.get("/settings/duplicates").status == 403)
        }
        let admin = try await tenant.browser(as: .admin)
        let wrong = try await admin.submit("/settings/duplicates", from: "/settings/duplicates", ["contact": "shout"])
        #expect(wrong.status == 422)
        #expect(try await TestBrowser(client: tenant.guest).get("/settings/duplicates").status == 303)
    }
}
