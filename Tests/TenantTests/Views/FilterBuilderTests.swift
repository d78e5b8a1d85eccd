import Foundation
import Support
import Testing
import Web

/// The builder as a browser without JavaScript meets it: every button sends the form and gets it back.
struct FilterBuilderTests {
    /// Presses a button of the builder after changing some fields.
    private func press(_ deed: String, on page: TestAnswer, _ browser: TestBrowser, _ fields: [String: String] = [:]) async throws
        -> TestAnswer
    {
        let form = try #require(page.forms.first { $0.action == "/contacts/filter" })
        let sent = form.fields.merging(fields) { $1 }.merging(["do": deed]) { $1 }
        let query = sent.map { "\($0.key.escaped)=\($0.value.escaped)" }.joined(separator: "&")
        return try await browser.get("/contacts/filter?\(query)")
    }

    @Test func nestedFilterIsPutTogetherStepByStep() async throws {
        let scene = try await Scene(Sample.all[0])
        let company = try await scene.admin.create("companies", ["name": "Acme"])
        _ = try await scene.admin.patch(scene.address(scene.ofManager), ["company_id": .string(company.id)])
        let browser = try await scene.tenant.browser(as: .admin)
        var page = try await browser.get("/contacts/filter?sort=last_name")
        page = try await press("add:f", on: page, browser)
        page = try await press("", on: page, browser, ["f.0.field": "first_name"])
        #expect(page.text.contains("does not contain"), "questions suit the field")
        page = try await press("group:f", on: page, browser, ["f.0.op": "eq", "f.0.value": "Ann"])
        #expect(page.forms.first { $0.action == "/contacts/filter" }?.fields["f.0.value"] == "Ann", "what was typed is kept")
        page = try await press("relate:f.1", on: page, browser, ["f.1.0.field": "last_name"])
        page = try await press("add:f.1.1", on: page, browser, ["f.1.0.op": "starts", "f.1.0.value": "Rep", "f.1.1.relation": "company"])
        page = try await press("", on: page, browser, ["f.1.1.0.field": "name"])
        let done = try await press("apply", on: page, browser, ["f.1.1.0.op": "eq", "f.1.1.0.value": "acme"])
        #expect(done.status == 303)
        let address = try #require(done.location)
        #expect(address.contains("sort=last_name"), "the rest of the list stays as it was")
        let list = try await browser.get(address)
        #expect(list.text.contains(scene.ofRep.id) && list.text.contains(scene.ofManager.id) && !list.text.contains(scene.ofAdmin.id))
        #expect(list.text.contains("Any of:") && list.text.contains("Company: there is one with Name is acme"))

        // From there it can be changed again.
        page = try await browser.get("/contacts/filter" + address.dropFirst("/contacts".count))
        page = try await press("remove:f.1.1", on: page, browser)
        let fewer = try await press("apply", on: page, browser)
        let shorter = try await browser.get(try #require(fewer.location))
        #expect(shorter.text.contains(scene.ofRep.id) && !shorter.text.contains(scene.ofManager.id))
    }

    @Test func whatIsWrongIsSaidBesideItsRow() async throws {
        let browser = try await SharedTenant.get().browser(as: .admin)
        let page = try await browser.get("/contacts/filter?filter[birthday_on][before]=2026-01-01")
        let wrong = try await press("apply", on: page, browser, ["f.0.value": "some day"])
        #expect(wrong.status == 422 && wrong.text.contains("is not a date like 2026-03-31"))
        #expect(wrong.forms.first { $0.action == "/contacts/filter" }?.fields["f.0.value"] == "some day")
        let right = try await press("apply", on: wrong, browser, ["f.0.value": "30 days ago"])
        #expect(right.status == 303)
    }

    @Test func everyKindOfFilterComesThroughTheFormUnchanged() async throws {
        let browser = try await SharedTenant.get().browser(as: .admin)
        for tree in [
            #"{"or":[{"field":"lifecycle_stage","op":"in","value":["new","customer"]},{"field":"owner_id","op":"eq","value":"me"}]}"#,
            #"{"not":{"or":[{"field":"tags","op":"in","value":["a, b","c"]},{"field":"do_not_contact","op":"eq","value":"true"}]}}"#,
            #"{"related":"company","quantity":"none","where":{"related":"contacts","quantity":"count","op":"between","value":["2","5"]}}"#,
            #"{"field":"created_at","op":"within","value":"last_45_days"}"#,
            #"{"field":"birthday_on","op":"between","value":["1980-01-01","1989-12-31"]}"#,
        ] {
            let page = try await browser.get("/contacts/filter?filter=\(tree.escaped)")
            let form = try #require(page.forms.first { $0.action == "/contacts/filter" })
            // A list of several is one control with several values, which the form of a test cannot hold.
            guard !tree.contains(#"["new","customer"]"#) else { continue }
            let query = form.fields.merging(["do": "apply"]) { $1 }.map { "\($0.key.escaped)=\($0.value.escaped)" }.joined(separator: "&")
            let location = try #require(try await browser.get("/contacts/filter?\(query)").location)
            let again = try await browser.get("/contacts/filter" + location.dropFirst("/contacts".count))
            #expect(
                again.forms.first { $0.action == "/contacts/filter" }?.fields.filter { $0.key.hasPrefix("f") && $0.key != "from" }
                    == form.fields.filter { $0.key.hasPrefix("f") && $0.key != "from" }, "\(tree)")
        }
    }

    @Test func chipsLeadToTheBuilderAndSayNestedThingsInWords() async throws {
        let browser = try await SharedTenant.get().browser(as: .admin)
        let tree = #"{"or":[{"field":"city","op":"contains","value":"Bonn"},{"related":"company","quantity":"none"}]}"#
        let list = try await browser.get("/contacts?filter[lifecycle_stage][eq]=new&filter=\(tree.escaped)")
        #expect(list.text.contains(">is New</b>") && list.text.contains(">City contains Bonn · Company: none</b>"))
        #expect(list.text.contains("href=\"/contacts/filter?filter%5Blifecycle_stage%5D%5Beq%5D=new"))
    }

    @Test func builderCountsWhatItFinds() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        #expect(try await browser.get("/contacts/filter?filter[last_name][starts]=Rep").text.contains("1 match"))
        #expect(try await scene.tenant.browser(as: .rep).get("/contacts/filter").text.contains("1 match"))
    }
}
