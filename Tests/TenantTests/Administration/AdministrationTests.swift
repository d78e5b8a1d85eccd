import Foundation
import Platform
import Support
import Testing

@testable import Tenant

struct AdministrationTests {
    @Test func usageCountsWhatIsThere() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        for name in ["One", "Two", "Three"] { try await tenant.api(as: .rep).create("contacts", ["last_name": .string(name)]) }
        let page = try await tenant.browser(as: .admin).get("/settings/usage")
        #expect(page.status == 200)
        #expect(page.text.contains("<a href=\"/contacts\">Contacts</a></p><p class=\"stat-value\">3</p>"))
        #expect(page.text.contains("People</a></p><p class=\"stat-value\">4</p>") && page.text.contains("2 here in the last 30 days"))
    }

    @Test func failedJobIsShownAndTriedAgain() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let id = UUID.v7()
        try await tenant.database.write(
            """
            insert into jobs (id, kind, payload, state, attempts, run_at, last_error, finished_at)
            values (\(id), 'mail.send', '{}', 'dead', 8, now(), 'the mail server <said> no', now())
            """)
        let admin = try await tenant.browser(as: .admin)
        let page = try await admin.get("/settings/jobs?state=dead")
        #expect(page.status == 200 && page.text.contains("the mail server &lt;said&gt; no") && page.text.contains("Given up"))
        #expect(try await admin.get("/settings/jobs?state=done").text.contains("the mail server") == false)

        let path = "/settings/jobs/\(id.uuidString.lowercased())/cancellation"
        let retry = try #require(page.forms.first { $0.action.hasSuffix("/retry") })
        let csrf = retry.fields["_csrf"] ?? ""
        #expect(try await admin.post(path, ["_csrf": csrf]).status == 303)
        #expect(try await tenant.state(of: id) == "cancelled")
        #expect(try await admin.post(retry.action, ["_csrf": csrf]).status == 303)
        // A worker may have taken it up again by now; its payload is no mail, so it never succeeds.
        #expect(["waiting", "running"].contains(try await tenant.state(of: id)))
        #expect(try await admin.post("/settings/jobs/\(unknownID)/retry", ["_csrf": csrf]).status == 404)
        #expect(try await admin.post("/settings/jobs/nonsense/retry", ["_csrf": csrf]).status == 404)
    }

    @Test func nobodyElseSeesThem() async throws {
        let tenant = try await SharedTenant.get()
        for path in ["/settings/usage", "/settings/jobs"] {
            for member in [Cast.manager, .rep, .viewer] { #expect(try await tenant.browser(as: member).get(path).status == 403) }
            #expect(try await TestBrowser(client: tenant.guest).get(path).status == 303)
            #expect(try await tenant.guest.send("DELETE", path).status == 405)
        }
    }
}

extension TestTenant {
    fileprivate func state(of job: UUID) async throws -> String? {
        try await database.read("select state from jobs where id = \(job)").first?.decode(String.self)
    }
}
