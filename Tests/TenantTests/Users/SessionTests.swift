import Foundation
import Support
import Testing
import Web

struct SessionTests {
    @Test func oneEndsASessionFromAnotherAndItEndsAtOnce() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (here, lost) = (try await tenant.browser(as: .rep), try await tenant.browser(as: .rep))
        let program = try await tenant.api(as: .rep)
        let page = try await here.get("/profile/sessions")
        let ends = page.forms.map(\.action).filter { $0.hasSuffix("/revocation") && $0 != "/profile/sessions/revocation" }
        #expect(ends.count == 2 && page.text.contains("This one") && page.text.contains("API"))
        for end in ends { #expect(try await here.submit(end, on: page).status == 303) }
        #expect(try await lost.get("/contacts").location == "/login?next=/contacts")
        expectProblem(try await program.get("/api/v1/contacts"), 401)
        #expect(try await here.get("/contacts").status == 200)
    }

    @Test func allOthersEndTogether() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (here, lost) = (try await tenant.browser(as: .rep), try await tenant.browser(as: .rep))
        let colleague = try await tenant.browser(as: .manager)
        #expect(try await here.submit("/profile/sessions/revocation", from: "/profile/sessions").status == 303)
        #expect(try await lost.get("/").status == 303)
        #expect(try await here.get("/").status == 200)
        #expect(try await colleague.get("/").status == 200)
    }

    @Test func sessionOfSomebodyElseIsNotThere() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (rep, admin) = (try await tenant.browser(as: .rep), try await tenant.browser(as: .admin))
        let ids = try await tenant.database.read(
            "select s.id from sessions s join users u on u.id = s.user_id where u.email = \(tenant.email(of: .rep))")
        let id = try #require(try ids.first?.decode(UUID.self)).uuidString.lowercased()
        let csrf = try await admin.get("/profile/sessions").csrf
        for name in [id, unknownID, "not-an-id"] {
            #expect(try await admin.post("/profile/sessions/\(name)/revocation", ["_csrf": csrf]).status == 404)
        }
        #expect(try await rep.get("/").status == 200)
        #expect(try await tenant.guest.get("/profile/sessions").location == "/login?next=/profile/sessions")
    }

    @Test func browsersExpireAfterTheirTime() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        try await tenant.database.write("update sessions set expires_at = now() - interval '1 second'")
        #expect(try await browser.get("/contacts").status == 303)
    }

    @Test func profileIsSavedAndCheckedAndItsZoneCounts() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        let refused = try await browser.submit("/profile", from: "/profile", ["name": "", "timezone": "Mars/Olympus"])
        #expect(refused.status == 422 && refused.forms.contains { $0.fields["timezone"] == "Mars/Olympus" })
        let saved = try await browser.submit("/profile", from: "/profile", ["name": "Ola <b>Bold</b>", "timezone": "Asia/Tokyo"])
        #expect(saved.status == 303 && saved.location == "/profile")
        let page = try await browser.get("/profile")
        #expect(page.status == 200 && !page.text.contains("<b>Bold</b>"))
        #expect(page.forms.contains { $0.fields["name"] == "Ola <b>Bold</b>" && $0.fields["timezone"] == "Asia/Tokyo" })
    }
}
