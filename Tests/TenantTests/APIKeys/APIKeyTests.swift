import Foundation
import Platform
import Support
import Testing
import Web

@testable import Tenant

struct APIKeyTests {
    @Test func keyReadsAndNothingMore() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let contact = try await tenant.api(as: .rep).create("contacts", ["last_name": "Okafor"])
        let client = try await tenant.key(of: .rep, ["range": "read"])
        #expect(try await client.get("/api/v1/contacts").ids == [contact.id])
        #expect(try await client.get("/api/v1/users/me").json["email"]?.string == tenant.email(of: .rep))
        expectProblem(try await client.post("/api/v1/contacts", ["last_name": "X"]), 403)
        expectProblem(try await client.patch("/api/v1/contacts/\(contact.id)", ["last_name": "X"]), 403)
        expectProblem(try await client.delete("/api/v1/contacts/\(contact.id)"), 403)
        expectProblem(try await client.get("/api/v1/contacts.csv"), 403)
    }

    @Test func keyReachesNoFurtherThanItsOwner() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let others = try await tenant.api(as: .admin).create("contacts", ["last_name": "Not the rep's"])
        let client = try await tenant.key(of: .rep, ["range": "all"])
        #expect(try await client.get("/api/v1/contacts").ids.isEmpty)
        expectProblem(try await client.get("/api/v1/contacts/\(others.id)"), 404)
        #expect(try await client.post("/api/v1/contacts", ["last_name": "Own"]).status == 201)
        let viewer = try await tenant.key(of: .viewer, ["range": "all"])
        expectProblem(try await viewer.post("/api/v1/contacts", ["last_name": "X"]), 403)
    }

    @Test func keyIsForTheKindsOfRecordsThatItNames() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        try await tenant.api(as: .rep).create("companies", ["name": "Rep's company"])
        let client = try await tenant.key(of: .rep, ["range": "chosen", "scopes": "contact.view"])
        #expect(try await client.get("/api/v1/contacts").status == 200)
        #expect(try await client.get("/api/v1/companies").ids.isEmpty)
        expectProblem(try await client.post("/api/v1/companies", ["name": "X"]), 403)
    }

    /// Work that goes on later has no request any more that would say so.
    @Test func workBegunWithAKeyKeepsToItsLimits() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let owner = try await tenant.api(as: .admin)
        for number in 0..<60 { try await owner.create("contacts", ["last_name": .string("Person \(number)"), "source": "before"]) }
        let batch = try await owner.post(
            "/api/v1/contacts/batches", ["action": "edit", "values": ["source": "after"], "all": true])
        #expect(batch.status == 202)
        let address = "/api/v1/batches/\(batch.id)"
        try await eventually { try await owner.get(address).json["state"] == "done" }

        let narrow = try await tenant.key(of: .admin, ["range": "chosen", "scopes": "company.view"])
        expectProblem(try await narrow.post("\(address)/reversal", [:]), 403)
        let exporting = try await tenant.key(of: .admin, ["range": "chosen", "scopes": "contact.export"])
        let export = try await exporting.post("/api/v1/exports", ["record_type": "contact", "format": "csv"])
        if export.status == 202 {
            try await eventually { try await owner.get("/api/v1/exports/\(export.id)").json["state"] != "running" }
            let file = try await owner.get("/api/v1/exports/\(export.id)/file")
            #expect(!file.text.contains("Person 1"), "what the key does not see it does not take along")
        }
        #expect(try await owner.get("/api/v1/contacts?filter[source][eq]=after&total=true&limit=1").json["total"]?.int == 60)
    }

    @Test func settingsAloneReadNoRecordsInTheLog() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        try await tenant.api(as: .admin).create("contacts", ["last_name": "Confidential"])
        let made = try await tenant.browser(as: .admin).submit(
            "/profile/api-keys", from: "/profile/api-keys", ["name": "Test", "range": "chosen", "settings": "1"])
        let key = try #require(made.text.firstMatch(of: /tsk_[A-Za-z0-9_-]{43}/)).output
        let client = TestClient(tenant: tenant, headers: ["Authorization": "Bearer \(key)"])
        let log = try await client.get("/api/v1/events?type=contact")
        #expect(log.status == 200 && !log.text.contains("Confidential") && log.text.contains("contact.created"))
    }

    @Test func revokedAndExpiredKeysCountNoMoreFromTheNextCallOn() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        let client = try await tenant.key(of: .rep, ["range": "read", "days": "30"])
        #expect(try await client.get("/api/v1/contacts").status == 200)
        let page = try await browser.get("/profile/api-keys")
        let revocation = try #require(page.forms.first { $0.action.hasSuffix("/revocation") })
        #expect(try await browser.submit(revocation.action, on: page).status == 303)
        expectProblem(try await client.get("/api/v1/contacts"), 401)
        #expect(try await browser.submit(revocation.action, on: page).status == 404)

        let second = try await tenant.key(of: .rep, ["range": "read", "days": "30"])
        #expect(try await second.get("/api/v1/contacts").status == 200)
        try await tenant.database.write("update api_keys set expires_at = now() - interval '1 second'")
        expectProblem(try await second.get("/api/v1/contacts"), 401)
    }

    @Test func keyGoesWithItsOwner() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.key(of: .rep, ["range": "all"])
        #expect(try await client.get("/api/v1/contacts").status == 200)
        try await tenant.database.write(
            "update users set status = 'disabled', access_version = access_version + 1 where email = \(tenant.email(of: .rep))")
        expectProblem(try await client.get("/api/v1/contacts"), 401)
    }

    @Test func keyOfAnotherTenantOrNoneIsRefused() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let header = try #require(try await tenant.key(of: .admin, ["range": "all"]).headers["Authorization"])
        let elsewhere = try await TestSite.shared().makeTenant()
        for text in [
            header, "Bearer tsk_", "Bearer tsk_\(String(repeating: "a", count: 43))", header + "x", "Bearer \(header.dropFirst(11))",
        ] {
            expectProblem(try await TestClient(tenant: elsewhere, headers: ["Authorization": text]).get("/api/v1/contacts"), 401)
        }
        #expect(try await TestClient(tenant: tenant, headers: ["Authorization": header]).get("/contacts").status == 303, "no pages")
    }

    @Test func textIsShownOnceAndKeptHashed() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let header = try #require(try await tenant.key(of: .rep, ["range": "read"]).headers["Authorization"])
        let text = String(header.dropFirst("Bearer tsk_".count))
        let page = try await tenant.browser(as: .rep).get("/profile/api-keys")
        #expect(page.text.contains("…\(text.suffix(4))") && !page.text.contains(text))
        let dump = try await tenant.database.read("select k::text from api_keys k").map { try $0.decode(String.self) }
        #expect(dump.count == 1 && !dump[0].contains(text))
        #expect(try await tenant.queuedMails().contains { $0.contains("A new API key") && !$0.contains(text) })
    }

    @Test func incompleteKeysAreRefusedWithEverythingTyped() async throws {
        let tenant = try await SharedTenant.get()
        let browser = try await tenant.browser(as: .rep)
        let nameless = try await browser.submit("/profile/api-keys", from: "/profile/api-keys", ["range": "all"])
        #expect(nameless.status == 422 && nameless.text.contains("what the key is for"))
        let idle = try await browser.submit("/profile/api-keys", from: "/profile/api-keys", ["name": "Kept name", "range": "chosen"])
        #expect(idle.status == 422 && idle.text.contains("Kept name") && idle.text.contains("Choose what the key may do."))
    }

    @Test func settingsNeedAScopeOfTheirOwn() async throws {
        let viewer = Viewer(
            userID: nil, name: "", email: "", roleLabel: "", permissions: .unlimited, teamMemberIDs: [], accessVersion: 1, timeZone: .gmt)
        #expect(KeyScopes(KeyScopes.all).permissions(of: viewer).managesTenant)
        let narrow = KeyScopes(["contact.view", "nonsense.view"]).permissions(of: viewer)
        #expect(!narrow.managesTenant && narrow.reach(of: .view, on: "contact") == .all)
        #expect(narrow.reach(of: .edit, on: "contact") == .none && narrow.reach(of: .view, on: "nonsense") == .none)
    }
}

extension TestTenant {
    /// A client that calls with a key made on the page.
    func key(of member: Cast, _ fields: [String: String]) async throws -> TestClient {
        let browser = try await browser(as: member)
        let made = try await browser.submit("/profile/api-keys", from: "/profile/api-keys", ["name": "Test"].merging(fields) { $1 })
        let key = try #require(made.text.firstMatch(of: /tsk_[A-Za-z0-9_-]{43}/), "\(made.text.prefix(400))").output
        return TestClient(tenant: self, headers: ["Authorization": "Bearer \(key)"])
    }
}
