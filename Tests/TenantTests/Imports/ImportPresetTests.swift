import Foundation
import Support
import Testing
import Web

/// What people chose for one file is there for the next.
@Suite struct ImportPresetTests {
    private static let csv = "Nom,Courriel,Poste\nDupont,dupont@example.fr,Chef\n"
    private static let chosen = [
        "mapping[0]": "last_name", "mapping[1]": "email", "mapping[2]": "job_title", "rules[2]": "fill_blanks", "mode": "upsert",
        "match_on[0]": "email",
    ]

    private func upload(_ browser: TestBrowser, _ csv: String) async throws -> String {
        let action = try #require(
            try await browser.get("/imports/new?type=contact").forms.first { $0.action.hasPrefix("/imports") }?.action)
        return try #require(try await browser.upload(action, ImportFixture(csv).body, type: ImportFixture.contentType).location)
    }

    private func run(_ browser: TestBrowser, _ path: String) async throws {
        #expect(try await browser.submit("\(path)/mapping", from: path, Self.chosen).status == 303)
        try await eventually { try await browser.get(path).text.contains("What would happen") }
        #expect(try await browser.submit("\(path)/start", from: path).status == 303)
        try await eventually { try await browser.get(path).text.contains("Show contacts") }
    }

    @Test func fileLikeTheLastIsFilledInAsThen() async throws {
        let browser = try await TestSite.shared().makeTenant().browser(as: .admin)
        try await run(browser, try await upload(browser, Self.csv))
        // Its columns stand in another order.
        let next = try await upload(browser, "Poste,Nom,Courriel\nPatron,Martin,martin@example.fr\n")
        let page = try await browser.get(next)
        #expect(page.text.contains("was imported before"))
        let form = try #require(page.forms.first { $0.action.hasSuffix("/mapping") })
        #expect(form.fields["mapping[0]"] == "job_title" && form.fields["rules[0]"] == "fill_blanks")
        #expect(form.fields["mapping[2]"] == "email" && form.fields["match_on[0]"] == "email" && form.fields["mode"] == "upsert")
        let other = try await browser.get(try await upload(browser, "Nom,Autre\nDupont,x\n"))
        #expect(!other.text.contains("was imported before"))
    }

    @Test func presetsServeAnyFile() async throws {
        let browser = try await TestSite.shared().makeTenant().browser(as: .admin)
        let path = try await upload(browser, Self.csv)
        try await run(browser, path)
        #expect(try await browser.submit("\(path)/presets", from: path, ["preset_name": "French"]).status == 303)
        let nameless = try await browser.submit("\(path)/presets", from: path, ["preset_name": " "])
        #expect(nameless.status == 422)
        let other = try await upload(browser, "Nom,Autre\nDupont,x\n")
        let link = try #require(try await browser.get(other).text.firstMatch(of: #/href="([^"]*\?preset=[^"]*)"/#)?.1)
        let form = try #require(try await browser.get(String(link)).forms.first { $0.action.hasSuffix("/mapping") })
        #expect(form.fields["mapping[0]"] == "last_name" && form.fields["mapping[1]"] == "")
        #expect(try await browser.get("\(other)?preset=\(unknownID)").status == 404)
    }
}
