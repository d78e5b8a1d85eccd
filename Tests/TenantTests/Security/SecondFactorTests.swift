import Foundation
import Platform
import Support
import Testing
import Web

@testable import Tenant

struct SecondFactorTests {
    @Test func signingInAsksForACodeOnceItIsSetUp() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        let browser = TestBrowser(client: tenant.guest)
        let asked = try await browser.logIn(tenant.email(of: .rep), next: "/contacts")
        #expect(asked.status == 200 && asked.text.contains("One more step"))
        #expect(try await browser.get("/contacts").status == 303, "the password alone opens nothing")

        let wrong = try await browser.submit("/login/code", on: asked, ["code": "000000"])
        #expect(wrong.status == 401 && wrong.text.contains("This code is not right"))
        let entered = try await browser.submit("/login/code", on: wrong, ["code": phone.next()])
        #expect(entered.status == 303 && entered.header("Location") == "/contacts")
        #expect(try await browser.get("/contacts").status == 200)
    }

    @Test func codeCountsOnce() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        let code = phone.next()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await tenant.token(.rep, otp: code).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1, "\(statuses)")
    }

    @Test func apiSaysThatACodeIsMissing() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        expectProblem(try await tenant.token(.rep, otp: nil), 422, naming: ["otp"])
        expectProblem(try await tenant.token(.rep, otp: "123"), 401)
        #expect(try await tenant.token(.rep, otp: phone.next()).status == 200)
        expectProblem(try await tenant.logIn(email: tenant.email(of: .rep), password: "wrong wrong"), 401)
    }

    @Test func recoveryCodesLetOneInOnceEach() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        #expect(phone.recoveryCodes.count == 10 && Set(phone.recoveryCodes).count == 10)
        let code = phone.recoveryCodes[0]
        #expect(try await tenant.token(.rep, otp: code.uppercased().replacing("-", with: " ")).status == 200)
        expectProblem(try await tenant.token(.rep, otp: code), 401)
        #expect(try await tenant.events("user.recovery_code_used") == 1)

        let browser = try await phone.browser()
        #expect(try await browser.get("/profile/second-factor").text.contains("9 recovery codes are left."))
        let renewed = try await browser.submit("/profile/second-factor/codes", from: "/profile/second-factor")
        let codes = phone.recoveryCodes(on: renewed)
        #expect(codes.count == 10 && Set(codes).isDisjoint(with: phone.recoveryCodes))
        expectProblem(try await tenant.token(.rep, otp: phone.recoveryCodes[1]), 401)
        #expect(try await tenant.token(.rep, otp: codes[0]).status == 200)
    }

    @Test func guessingCodesIsSlowedDownLikeGuessingPasswords() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        for _ in 0..<5 { expectProblem(try await tenant.token(.rep, otp: "000000"), 401) }
        expectProblem(try await tenant.token(.rep, otp: phone.next()), 429)
    }

    @Test func challengeIsGoodInItsBrowserAndTenantOnly() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        let asked = try await TestBrowser(client: tenant.guest).logIn(tenant.email(of: .rep))
        let challenge = try #require(asked.forms.first { $0.action == "/login/code" }?.fields["challenge"])
        for host in [tenant, try await TestSite.shared().makeTenant()] {
            let other = TestBrowser(client: host.guest)
            let page = try await other.get("/login")
            let csrf = try #require(page.forms.first { $0.action == "/login" }?.fields["_csrf"])
            let answer = try await other.post("/login/code", ["_csrf": csrf, "challenge": challenge, "code": phone.next()])
            #expect(answer.status == 401 && answer.text.contains("That took too long"))
        }
    }

    @Test func wrongFirstCodeKeepsTheKey() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        let begun = try await browser.submit("/profile/second-factor", from: "/profile/second-factor")
        let phone = try #require(TestPhone(on: begun, tenant: tenant, member: .rep))
        let wrong = try await browser.submit("/profile/second-factor/confirmation", on: begun, ["code": "12"])
        #expect(wrong.status == 422 && wrong.text.contains("This code is not right") && wrong.text.contains("<svg"))
        #expect(TestPhone(on: wrong, tenant: tenant, member: .rep)?.key == phone.key)
        #expect(try await tenant.logIn(.rep).status == 200, "what was not confirmed is not asked for")
        let confirmed = try await browser.submit("/profile/second-factor/confirmation", on: wrong, ["code": phone.next()])
        #expect(confirmed.status == 200 && phone.recoveryCodes(on: confirmed).count == 10)
        let again = try await browser.submit("/profile/second-factor/confirmation", on: wrong, ["code": phone.next()])
        #expect(again.status == 404, "it is confirmed already")
        #expect(try await browser.get("/profile/second-factor").header("Cache-Control")?.contains("no-store") == true)
    }

    @Test func turningItOffTellsItsOwnerByMail() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        let browser = try await phone.browser()
        let answer = try await browser.submit("/profile/second-factor/removal", from: "/profile/second-factor")
        #expect(answer.status == 303)
        #expect(try await tenant.logIn(.rep).status == 200)
        #expect(try await tenant.queuedMails().contains { $0.contains("second factor was turned off") })
        #expect(try await tenant.database.read("select 1 from recovery_codes").isEmpty)
        #expect(try await tenant.database.read("select 1 from secrets").isEmpty)
    }

    @Test func resetPasswordIsNotEnoughEither() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        let browser = TestBrowser(client: tenant.guest)
        _ = try await browser.submit("/forgot", from: "/forgot", ["email": tenant.email(of: .rep)])
        let mail = try #require(try await tenant.queuedMails().first { $0.contains("/reset/") })
        let path = try #require(mail.firstMatch(of: /\/reset\/[A-Za-z0-9_-]{43}/)).output
        let asked = try await browser.submit(String(path), from: String(path), ["password": "violet harbour lantern"])
        #expect(asked.status == 200 && asked.text.contains("One more step"))
        #expect(try await browser.get("/").status == 303)
        let entered = try await browser.submit("/login/code", on: asked, ["code": phone.next()])
        #expect(entered.status == 303)
        #expect(try await browser.get("/").status == 200)
    }

    @Test func guestsAndOthersReachNothingOfIt() async throws {
        let tenant = try await SharedTenant.get()
        for path in ["/profile/second-factor", "/profile/sign-ins", "/profile/password", "/profile/api-keys", "/settings/security"] {
            let answer = try await TestBrowser(client: tenant.guest).get(path)
            #expect(answer.status == 303 && answer.header("Location")?.hasPrefix("/login") == true)
        }
        for member in [Cast.manager, .rep, .viewer] {
            #expect(try await tenant.browser(as: member).get("/settings/security").status == 403)
        }
        expectWrongVerb(try await tenant.guest.get("/login/code"), allows: "POST", "OPTIONS")
    }
}
