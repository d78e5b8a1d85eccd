import Foundation
import Platform
import Support
import Testing

@testable import Tenant

struct ConfirmationTests {
    @Test func freshLogInIsConfirmation() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        #expect(try await tenant.browser(as: .rep).get("/contacts.csv").status == 200)
    }

    @Test func exportAsksForThePasswordAndGoesOn() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        try await tenant.forgetConfirmations()
        let asked = try await browser.get("/contacts.csv?sort=last_name")
        #expect(asked.status == 403 && asked.text.contains("Please give your password once more"))
        let wrong = try await browser.submit("/confirmation", on: asked, ["confirmation_password": "wrong wrong"])
        #expect(wrong.status == 401 && wrong.text.contains("This is not right"))
        let right = try await browser.submit("/confirmation", on: wrong, ["confirmation_password": "demo-password"])
        #expect(right.status == 303 && right.header("Location") == "/contacts.csv?sort=last_name")
        #expect(try await browser.get("/contacts.csv?sort=last_name").status == 200)
        #expect(try await browser.get("/contacts.csv").status == 200, "a quarter of an hour long")
    }

    @Test func whatWasTypedIsSentAgainWithTheAnswer() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        let form = try await browser.get("/profile/api-keys")
        try await tenant.forgetConfirmations()
        let fields = ["name": "Nightly <sync>", "range": "read"]
        let asked = try await browser.submit("/profile/api-keys", on: form, fields)
        #expect(asked.status == 403)
        let made = try await browser.submit("/profile/api-keys", on: asked, ["confirmation_password": "demo-password"])
        #expect(made.status == 200 && made.text.contains("Nightly &lt;sync&gt;") && made.text.contains("tsk_"))
        #expect(!asked.text.contains("demo-password"))
    }

    @Test func secondFactorIsPartOfTheAnswer() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let phone = try await tenant.addSecondFactor(to: .rep)
        let browser = try await phone.browser()
        try await tenant.forgetConfirmations()
        let asked = try await browser.get("/contacts.csv")
        let half = try await browser.submit("/confirmation", on: asked, ["confirmation_password": "demo-password"])
        #expect(half.status == 401)
        let answer = try await browser.submit(
            "/confirmation", on: half, ["confirmation_password": "demo-password", "confirmation_code": phone.next()])
        #expect(answer.status == 303)
    }

    @Test func guessingIsSlowedDownLikeAtTheLogIn() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        try await tenant.forgetConfirmations()
        var page = try await browser.get("/contacts.csv")
        for _ in 0..<5 { page = try await browser.submit("/confirmation", on: page, ["confirmation_password": "wrong wrong"]) }
        #expect(try await browser.submit("/confirmation", on: page, ["confirmation_password": "demo-password"]).status == 429)
    }

    @Test func nobodyIsSentElsewhereAfterwards() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        try await tenant.forgetConfirmations()
        let asked = try await browser.get("/contacts.csv")
        let answer = try await browser.submit(
            "/confirmation", on: asked, ["confirmation_password": "demo-password", "next": "https://elsewhere.example"])
        #expect(answer.status == 303 && answer.header("Location") == "/")
    }

    @Test func programsAreNotAsked() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .rep)
        try await tenant.forgetConfirmations()
        #expect(try await client.get("/api/v1/contacts.csv").status == 200)
    }
}
