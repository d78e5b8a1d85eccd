import Foundation
import Platform
import Support
import Testing
import Web

/// Which language a person reads: their own, or else their browser's.
struct LanguageTests {
    private let german = ["Accept-Language": "de-AT,de;q=0.9,en;q=0.5"]

    @Test func guestReadsWhatTheBrowserAsksFor() async throws {
        let guest = try await TestSite.shared().makeTenant().guest
        let page = try await guest.get("/login", headers: german)
        #expect(page.text.contains("<html lang=\"de\"") && page.text.contains("Anmelden") && !page.text.contains("Log in"))
        #expect(try await guest.get("/login", headers: ["Accept-Language": "fr"]).text.contains("<html lang=\"en\""))
        #expect(try await guest.get("/nowhere", headers: german).text.contains("<h1>Nicht gefunden</h1>"))
    }

    @Test func chosenLanguageCountsAtOnceAndIsRememberedByTheDevice() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        #expect(try await browser.submit("/profile", from: "/profile", ["language": "de"]).status == 303)
        let page = try await browser.get("/profile")
        #expect(page.text.contains("<html lang=\"de\"") && page.text.contains("Gespeichert.") && page.text.contains("Ihr Konto"))
        #expect(browser.cookie("language") == "de")
        #expect(try await browser.get("/nowhere").text.contains("Nicht gefunden"))
        #expect(try await browser.submit("/profile", from: "/profile", ["language": ""]).status == 303)
        #expect(try await browser.get("/profile").text.contains("Your account") && browser.cookie("language") == nil)
    }

    @Test func languageThatDoesNotExistIsNone() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        #expect(try await browser.submit("/profile", from: "/profile", ["language": "../../etc"]).status == 303)
        #expect(try await browser.get("/profile").text.contains("<html lang=\"en\""))
        browser.setCookie("language", "xx")
        #expect(try await browser.get("/nowhere").text.contains("Not found"))
    }

    @Test func anotherPersonOnTheSameDeviceReadsTheirOwn() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        browser.setCookie("language", "de")
        #expect(try await browser.get("/").text.contains("<html lang=\"en\""))
        #expect(browser.cookie("language") == nil)
    }

    @Test func pagesComplainInTheReadersLanguageAndTheAPIInEnglish() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        _ = try await browser.submit("/profile", from: "/profile", ["language": "de"])
        let refused = try await browser.submit("/companies", from: "/companies/new", ["name": ""])
        #expect(refused.status == 422 && refused.text.contains("Geben Sie der Firma einen Namen."))
        let answer = try await tenant.api(as: .admin).post("/api/v1/companies", ["name": ""], headers: german)
        #expect(answer.json["errors"]?.array?.first?["message"] == "Give the company a name.")
    }

    @Test func sentencesKnowTheGenderOfWhatTheySpeakOf() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        _ = try await browser.submit("/profile", from: "/profile", ["language": "de"])
        #expect(try await browser.get("/contacts").text.contains("Neuer Kontakt"))
        #expect(try await browser.get("/companies").text.contains("Neue Firma"))
    }

    @Test func mailIsWrittenInTheLanguageOfItsReader() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        _ = try await tenant.browser(as: .rep).submit("/profile", from: "/profile", ["language": "de"])
        let browser = TestBrowser(client: tenant.guest)
        _ = try await browser.submit("/forgot", from: "/forgot", ["email": tenant.email(of: .rep)])
        _ = try await browser.submit("/forgot", from: "/forgot", ["email": tenant.email(of: .manager)])
        #expect(try await subject(to: tenant.email(of: .rep), tenant).hasPrefix("Neues Passwort für "))
        #expect(try await subject(to: tenant.email(of: .manager), tenant).hasPrefix("A new password for "))
    }

    private func subject(to address: String, _ tenant: TestTenant) async throws -> String {
        let folder = OutboxFolder(tenant.site.platform.configuration.outboxDirectory)
        try await eventually { try folder.messages().contains { $0.to.contains(address) } }
        return try folder.messages().first { $0.to.contains(address) }?.subject ?? ""
    }
}
