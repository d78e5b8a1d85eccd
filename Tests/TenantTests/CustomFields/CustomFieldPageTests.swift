import Foundation
import Support
import Testing
import Web

@testable import Tenant

struct CustomFieldPageTests {
    @Test func settingsLeadThereAndAnEmptyListOffersTheFirstField() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        #expect(try await browser.get("/settings").text.contains("href=\"/settings/fields\""))
        let empty = try await browser.get("/settings/fields?type=company")
        #expect(empty.status == 200 && empty.text.contains("Companies have no fields of your own yet"))
        #expect(empty.text.contains("/settings/fields/new?type=company"))
        let kinds = try await browser.get("/settings/fields/new?type=company").text
        for kind in CustomFieldKind.allCases {
            #expect(kinds.contains("kind=\(kind.rawValue)\"") || kinds.contains("kind=\(kind.rawValue)&"), "\(kind)")
        }
    }

    @Test func fieldOfEachTypeIsAddedAndEditedWithoutJavaScript() async throws {
        let browser = try await TestSite.shared().makeTenant().browser(as: .admin)
        for kind in CustomFieldKind.allCases {
            let label = "Page \(kind.rawValue)"
            var fields = ["label": label, "help": "Help \(kind.rawValue)"]
            if kind.hasChoices { fields.merge(["choices[0][text]": "One", "choices[1][text]": "Two"]) { $1 } }
            if kind == .recordLink { fields["target"] = "company" }
            let added = try await browser.submit(
                "/settings/fields", from: "/settings/fields/new?type=contact&kind=\(kind.rawValue)", fields)
            #expect(added.status == 303 && added.location == "/settings/fields?type=contact", "\(added.text.prefix(500))")
            let list = try await browser.get("/settings/fields?type=contact").text
            let link = try Regex("/settings/fields/([0-9a-f-]{36})\"[^>]*>\(label)<", as: (Substring, Substring).self)
            let id = try #require(list.firstMatch(of: link)?.output.1, "\(kind)")
            let page = "/settings/fields/\(id)"
            let saved = try await browser.submit(page, from: page, ["label": "\(label) renamed", "section": "Own heading"])
            #expect(saved.status == 303, "\(saved.text.prefix(500))")
        }
        let form = try await browser.get("/contacts/new").text
        #expect(form.contains("Own heading"))
        for kind in CustomFieldKind.allCases {
            #expect(form.contains("Page \(kind.rawValue) renamed") && form.contains("Help \(kind.rawValue)"))
            #expect(form.contains("name=\"custom.page_\(kind.rawValue)\""))
        }
    }

    @Test func whatIsWrongIsSaidBesideItsFieldAndNothingTypedIsLost() async throws {
        let tenant = try await SharedTenant.get()
        let browser = try await tenant.browser(as: .admin)
        let page = "/settings/fields/new?type=contact&kind=choice"
        let answer = try await browser.submit(
            "/settings/fields", from: page, ["label": "First name", "help": "Typed help", "choices[0][text]": "A, B"])
        #expect(answer.status == 422)
        #expect(answer.text.contains("Contacts have a field with this label already.") && answer.text.contains("Typed help"))
        #expect(answer.text.contains("Files put commas between choices") && answer.text.contains("value=\"A, B\""))
    }

    @Test func orderArchiveReturnAndIndexAreOneButtonEach() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        let first = try await admin.define(.text, "Aaa")
        let second = try await admin.define(.text, "Bbb")
        let list = "/settings/fields?type=contact"
        #expect(try await browser.submit("/settings/fields/\(second.id)/place", from: list, ["direction": "up"]).status == 303)
        #expect(try await admin.get("/api/v1/custom_fields").ids == [second.id, first.id])
        #expect(
            try await browser.submit("/settings/fields/\(second.id)/place", from: list, ["direction": "up"]).status == 303,
            "as far as it goes")
        let page = "/settings/fields/\(first.id)"
        #expect(try await browser.submit(page, from: page, ["position": "1"]).status == 303)
        #expect(try await admin.get("/api/v1/custom_fields").ids == [first.id, second.id])
        #expect(try await browser.submit("\(page)/archival", from: page).status == 303)
        #expect(try await !browser.get("/contacts/new").text.contains(">Aaa<"))
        #expect(try await browser.get(list).text.contains("Archived"))
        #expect(try await browser.submit("\(page)/restoration", from: list).status == 303)
        #expect(try await browser.get("/contacts/new").text.contains(">Aaa<"))
        #expect(try await browser.submit("\(page)/index", from: page).status == 303)
        #expect(try await browser.get(page).text.contains("The index is being built"))
        #expect(try await browser.submit("\(page)/index", from: page).status == 303)
        #expect(try await admin.get("/api/v1/custom_fields/\(first.id)").json["indexed"] == false)
    }

    @Test func onlyAdminsOfTheTenantComeNear() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let field = try await tenant.api(as: .admin).define(.text, "Aaa")
        let pages = ["/settings/fields", "/settings/fields/new?type=contact&kind=text", "/settings/fields/\(field.id)"]
        for member in [Cast.manager, .rep, .viewer] {
            let browser = try await tenant.browser(as: member)
            for page in pages { #expect(try await browser.get(page).status == 403, "\(page)") }
            #expect(try await !browser.get("/settings").text.contains("/settings/fields"))
            let token = try await browser.get("/profile").csrf
            for path in [
                "", "/\(field.id)", "/\(field.id)/place", "/\(field.id)/archival", "/\(field.id)/restoration", "/\(field.id)/index",
            ] {
                let answer = try await browser.post(
                    "/settings/fields\(path)", ["_csrf": token, "label": "Mine", "kind": "text", "type": "contact"])
                #expect(answer.status == 403, "\(path)")
            }
        }
        let stranger = try await SharedTenant.get().browser(as: .admin)
        #expect(try await stranger.get(pages[2]).status == 404)
        #expect(try await tenant.browser(as: .admin).get("/settings/fields/none").status == 404)
        #expect(try await tenant.browser(as: .admin).get("/settings/fields?type=lead").status == 404)
        let guest = TestBrowser(client: tenant.guest)
        #expect(try await guest.get(pages[0]).location?.hasPrefix("/login") == true)
        #expect(try await tenant.browser(as: .admin).get("\(pages[2])/archival").status == 405)
    }
}
