import Foundation
import Platform
import Support
import Synchronization
import Testing
import Web

@testable import Tenant

/// An authenticator app: it knows the key that a page has shown, and never shows the same code twice.
final class TestPhone: Sendable {
    let key: String
    let tenant: TestTenant
    let member: Cast
    let recoveryCodes: [String]
    private let password: OneTimePassword
    private let steps = Mutex(0)

    /// - Parameter page: where the key can be read; nil where it cannot.
    convenience init?(on page: TestAnswer, tenant: TestTenant, member: Cast) {
        guard let match = page.text.firstMatch(of: /([A-Z2-7]{4} ){7}[A-Z2-7]{4}/) else { return nil }
        self.init(key: String(match.output.0).replacing(" ", with: ""), tenant: tenant, member: member, recoveryCodes: [])
    }

    private init?(key: String, tenant: TestTenant, member: Cast, recoveryCodes: [String]) {
        guard let password = OneTimePassword(Secret(key)) else { return nil }
        (self.key, self.tenant, self.member, self.password, self.recoveryCodes) = (key, tenant, member, password, recoveryCodes)
    }

    /// A code that counts now and was not given before: the one before, the one of now, the one after.
    func next() -> String {
        let step = steps.withLock { step in
            defer { step += 1 }
            return step
        }
        return password.code(at: Date() + Double(step - 1) * 30)
    }

    func recoveryCodes(on page: TestAnswer) -> [String] {
        page.text.matches(of: /[a-z2-9]{4}(-[a-z2-9]{4}){3}/).map { String($0.output.0) }
    }

    /// Confirms the key, which uses up the code before.
    func confirmed(on page: TestAnswer) -> TestPhone? {
        let phone = TestPhone(key: key, tenant: tenant, member: member, recoveryCodes: Array(Set(recoveryCodes(on: page))))
        phone?.steps.withLock { $0 = 1 }
        return phone
    }

    /// Its owner, signed in with it.
    func browser() async throws -> TestBrowser {
        let browser = TestBrowser(client: tenant.guest)
        let asked = try await browser.logIn(tenant.email(of: member))
        let answer = try await browser.submit("/login/code", on: asked, ["code": next()])
        guard answer.status == 303 else { throw UnexpectedAnswer(answer) }
        return browser
    }
}

extension TestTenant {
    func addSecondFactor(to member: Cast) async throws -> TestPhone {
        let browser = try await browser(as: member)
        let begun = try await browser.submit("/profile/second-factor", from: "/profile/second-factor")
        let phone = try #require(TestPhone(on: begun, tenant: self, member: member))
        let confirmed = try await browser.submit("/profile/second-factor/confirmation", on: begun, ["code": phone.next()])
        return try #require(phone.confirmed(on: confirmed), "\(confirmed.text.prefix(400))")
    }

    func token(_ member: Cast, otp: String?) async throws -> TestAnswer {
        let email = JSONValue.string(email(of: member))
        guard let otp else { return try await guest.post("/api/v1/auth/token", ["email": email, "password": "demo-password"]) }
        return try await guest.post("/api/v1/auth/token", ["email": email, "password": "demo-password", "otp": .string(otp)])
    }

    /// What has been given to the mail's job.
    func queuedMails() async throws -> [String] {
        try await database.read("select payload::text from jobs where kind like '%mail%' order by id").map { try $0.decode(String.self) }
    }

    /// As if everybody's last password was typed long ago.
    func forgetConfirmations() async throws {
        try await database.write("update sessions set confirmed_at = now() - interval '1 hour'")
    }
}
