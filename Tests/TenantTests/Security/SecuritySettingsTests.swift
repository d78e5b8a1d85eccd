import Foundation
import Platform
import Support
import Testing

@testable import Tenant

struct SecuritySettingsTests {
    @Test func whereEverybodyNeedsASecondFactorNothingElseIsPossibleWithoutOne() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let rep = try await tenant.browser(as: .rep)
        let client = try await tenant.api(as: .rep)
        let admin = try await tenant.browser(as: .admin)
        let saved = try await admin.submit("/settings/security", from: "/settings/security", ["requires_second_factor": "1"])
        #expect(saved.status == 303)

        for path in ["/", "/contacts", "/settings"] {
            let answer = try await rep.get(path)
            #expect(answer.status == 303 && answer.header("Location") == "/profile/second-factor")
        }
        expectProblem(try await client.get("/api/v1/contacts"), 403)
        #expect(try await admin.get("/settings/security").status == 303, "admins are no exception")

        let page = try await rep.get("/profile/second-factor")
        #expect(page.status == 200 && page.text.contains("Everybody here needs a second factor"))
        let begun = try await rep.submit("/profile/second-factor", on: page)
        let phone = try #require(TestPhone(on: begun, tenant: tenant, member: .rep))
        _ = try await rep.submit("/profile/second-factor/confirmation", on: begun, ["code": phone.next()])
        #expect(try await rep.get("/contacts").status == 200)
        #expect(try await client.get("/api/v1/contacts").status == 200)
    }

    @Test func adminsSeeWhoCameInAndWhoTried() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        _ = try await tenant.logIn(email: tenant.email(of: .rep), password: "wrong wrong")
        _ = try await tenant.logIn(email: "nobody@example.org")
        let admin = try await tenant.browser(as: .admin)
        let page = try await admin.get("/settings/security")
        #expect(page.status == 200 && page.text.contains("Wrong password") && page.text.contains("Nobody we know"))
        #expect(page.text.contains("Ola Nwosu") && page.text.contains("Signed in"))

        let own = try await tenant.browser(as: .rep).get("/profile/sign-ins")
        #expect(own.text.contains("Wrong password") && !own.text.contains("Nobody we know"))
        #expect(try await tenant.browser(as: .manager).get("/profile/sign-ins").text.contains("Wrong password") == false)
    }

    @Test func onlyAdminsChangeThem() async throws {
        let tenant = try await SharedTenant.get()
        let csrf = try #require(
            try await tenant.browser(as: .admin).get("/settings/security").forms.first { $0.action == "/settings/security" }?.fields[
                "_csrf"])
        for member in [Cast.manager, .rep, .viewer] {
            let browser = try await tenant.browser(as: member)
            let own = try await browser.get("/profile/password").forms.first { $0.action == "/profile/password" }?.fields["_csrf"]
            #expect(try await browser.post("/settings/security", ["_csrf": own ?? ""]).status == 403)
            #expect(try await browser.post("/settings/security", ["_csrf": csrf]).status == 403, "another session's form")
        }
    }

    @Test func newPasswordEndsAllOtherSessions() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (here, there) = (try await tenant.browser(as: .rep), try await tenant.browser(as: .rep))
        let fields = ["current_password": "demo-password", "password": "violet harbour lantern"]
        for (change, complaint) in [
            (["current_password": "wrong wrong"], "This is not your password."), (["password": "short"], "at least 10"),
            (["password": "ola nwosu 2026"], "mostly a name"),
        ] {
            let refused = try await here.submit("/profile/password", from: "/profile/password", fields.merging(change) { $1 })
            #expect(refused.status == 422 && refused.text.contains(complaint), "\(complaint)")
        }
        #expect(try await here.submit("/profile/password", from: "/profile/password", fields).status == 303)
        #expect(try await here.get("/").status == 200)
        #expect(try await there.get("/").status == 303)
        #expect(try await tenant.logIn(email: tenant.email(of: .rep), password: "violet harbour lantern").status == 200)
        #expect(try await tenant.queuedMails().contains { $0.contains("Your password was changed") })
    }
}
