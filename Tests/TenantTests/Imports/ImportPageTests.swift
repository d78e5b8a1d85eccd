import Foundation
import Support
import Testing

/// The whole way through the pages, without JavaScript.
@Suite struct ImportPageTests {
    @Test func personUploadsMapsChecksAndImports() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        let form = try await browser.get("/imports/new?type=contact")
        #expect(form.status == 200)
        let csv = "Nom,Courriel\nDupont,dupont@example.fr\nMartin,nonsense\n"
        let action = try #require(form.forms.first { $0.action.hasPrefix("/imports") }?.action)
        let uploaded = try await browser.upload(action, ImportFixture(csv).body, type: ImportFixture.contentType)
        #expect(uploaded.status == 303)
        let path = try #require(uploaded.location)

        // Nothing can be guessed from French headers, so the person says what they are.
        let mapping = try await browser.get(path)
        #expect(mapping.text.contains("dupont@example.fr"))
        let unmapped = try await browser.submit("\(path)/mapping", from: path, ["mode": "create"])
        #expect(unmapped.status == 422)
        let checking = try await browser.submit(
            "\(path)/mapping", from: path, ["mapping[0]": "last_name", "mapping[1]": "email", "mode": "create"])
        #expect(checking.status == 303)
        try await eventually { try await browser.get(path).text.contains("What would happen") }
        let checked = try await browser.get(path)
        #expect(checked.text.contains("Import 1 row") && checked.text.contains("Download the rejected rows"))
        #expect(try await browser.get("/contacts").text.contains("No contacts yet"))

        #expect(try await browser.submit("\(path)/start", from: path, [:]).status == 303)
        try await eventually { try await browser.get(path).text.contains("Show contacts") }
        #expect(try await browser.get("/contacts").text.contains("Dupont"))
        #expect(try await browser.get("\(path)/rejects.csv").text.contains("nonsense"))
        #expect(try await browser.get("/imports").text.contains("people.csv"))
        #expect(try await browser.get("\(path)/progress").text.contains("Finished"))
    }

    @Test func uploadWithoutTheTokenOfThisSessionIsRefused() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        let answer = try await browser.upload(
            "/imports?_csrf=forged", ImportFixture("email\na@example.com\n").body, type: ImportFixture.contentType)
        #expect(answer.status == 403)
    }

    @Test func uploadWithoutAFileSaysSo() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        let action = try #require(try await browser.get("/imports/new").forms.first { $0.action.hasPrefix("/imports") }?.action)
        let answer = try await browser.upload(action, ImportFixture("").body, type: ImportFixture.contentType)
        #expect(answer.status == 422)
    }

    @Test func pagesOfAnImportAreForWhoMadeIt() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let result = try await tenant.api(as: .manager).take(ImportFixture("last_name\nAnn\n"))
        let path = "/imports/\(result["id"]?.string ?? "")"
        let (manager, rep) = (try await tenant.browser(as: .manager), try await tenant.browser(as: .rep))
        #expect(try await manager.get(path).text.contains("Undo this import"))
        for page in ["", "/progress", "/rejects.csv"] { #expect(try await rep.get(path + page).status == 404) }
        let csrf = try await rep.get("/contacts/new").csrf
        for action in ["mapping", "check", "start", "cancellation", "reversal", "presets"] {
            #expect(try await rep.post("\(path)/\(action)", ["_csrf": csrf, "preset_name": "Mine"]).status == 404, "\(action)")
            #expect(try await rep.get("\(path)/\(action)").status == 405, "\(action)")
        }
        #expect(try await rep.get("/imports/nonsense").status == 404)
        #expect(try await TestBrowser(client: tenant.guest).get(path).status == 303)
        #expect(try await tenant.browser(as: .viewer).get("/imports/new").text.contains("does not let you import"))
    }

    @Test func personUndoesAnImport() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let result = try await tenant.api(as: .admin).take(ImportFixture("last_name\nAnn\n"))
        let path = "/imports/\(result["id"]?.string ?? "")"
        let browser = try await tenant.browser(as: .admin)
        let undone = try await browser.submit("\(path)/reversal", from: path)
        #expect(undone.status == 303 && undone.location?.hasPrefix("/batches/") == true)
        #expect(try await browser.get("/contacts").text.contains("No contacts yet"))
        let page = try await browser.get(path)
        #expect(page.text.contains("This import was undone") && !page.forms.contains { $0.action.hasSuffix("/reversal") })
        #expect(try await browser.get("/imports").text.contains("Undone"))
    }
}
