import Foundation
import Support
import Testing
import Web

@testable import Tenant

/// Every kind of field on every surface.
struct CustomFieldSurfaceTests {
    @Test(arguments: CustomFieldKind.allCases)
    func clientsReadWhatTheyWrote(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        for (place, value) in sample.values.enumerated() {
            let record = try await gallery.admin.get("/api/v1/contacts/\(gallery.contacts[place])")
            #expect(record.json["custom"]?[kind.rawValue] == value)
        }
        let list = try await gallery.admin.get("/api/v1/contacts?limit=200&fields=custom").json["data"]?.array ?? []
        let first = list.first { $0["id"]?.string == gallery.contacts[0] }
        #expect(first?["custom"]?[kind.rawValue] == sample.values[0])
        let blank = try await gallery.admin.get("/api/v1/contacts/\(gallery.contacts[3])")
        #expect(blank.json["custom"] == [:])
    }

    @Test(arguments: CustomFieldKind.allCases)
    func whatDoesNotFitIsRefusedByName(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        let body: JSONValue = ["last_name": "Wrong", "custom": [kind.rawValue: sample.wrong.value].json]
        let answer = try await gallery.admin.post("/api/v1/contacts", body)
        expectProblem(answer, 422, naming: [sample.field])
        #expect(answer.json["errors"]?[0]?["code"]?.string == sample.wrong.code)
    }

    @Test(arguments: CustomFieldKind.allCases)
    func everyQuestionFindsWhatItAsksFor(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        let type = CustomField.sample(kind, .init(label: "")).type
        #expect(Set(sample.questions.map(\.op)) == Set(type.operators), "each operator is asked")
        for question in sample.questions {
            let tree: JSONValue = ["field": .string(sample.field), "op": .string(question.op.rawValue), "value": question.value]
            let found = try await gallery.admin.get(
                "/api/v1/contacts?limit=200&filter=\(String(decoding: tree.serialized, as: UTF8.self).escaped)")
            #expect(found.status == 200, "\(question.op) \(found.text.prefix(300))")
            #expect(Set(gallery.places(found.ids)) == question.answer, "\(question.op)")
            let opposite: JSONValue = ["not": tree]
            let others = try await gallery.admin.get(
                "/api/v1/contacts?limit=200&filter=\(String(decoding: opposite.serialized, as: UTF8.self).escaped)")
            #expect(Set(gallery.places(others.ids)) == Set(0..<4).subtracting(question.answer), "not \(question.op)")
        }
    }

    @Test func questionsStandInAddressesToo() async throws {
        let gallery = try await Gallery.get()
        let found = try await gallery.admin.get(
            "/api/v1/contacts?filter[custom.number][gte]=0.5&filter[custom.choice][in]=medium,small&filter[custom.user][neq]=me")
        #expect(Set(gallery.places(found.ids)) == [1, 2])
        let mine = try await gallery.admin.get("/api/v1/contacts?filter[custom.user][eq]=me")
        #expect(gallery.places(mine.ids) == [0])
        let named = try await gallery.admin.get("/api/v1/contacts?filter[custom.record_link.name][contains]=irc")
        #expect(gallery.places(named.ids) == [1])
        expectProblem(
            try await gallery.admin.get("/api/v1/contacts?filter[custom.nothing][eq]=1"), 422, naming: ["filter[custom.nothing][eq]"])
        expectProblem(
            try await gallery.admin.get("/api/v1/contacts?filter[custom.number][eq]=many"), 422, naming: ["filter[custom.number][eq]"])
    }

    @Test(arguments: CustomFieldKind.allCases)
    func listsAreOrderedPageByPage(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        let field = CustomField.sample(kind, .init(label: ""))
        guard field.fields.contains(where: { $0.uses.contains(.sort) }) else {
            expectProblem(try await gallery.admin.get("/api/v1/contacts?sort=\(sample.column)"), 422, naming: ["sort"])
            return
        }
        let only = "filter[last_name][starts]=Record&"
        for (sort, expected) in [(sample.column, [0, 1, 2, 3]), ("-\(sample.column)", [2, 1, 0, 3])] {
            let pages = try await gallery.admin.walk("contacts?\(only)sort=\(sort)&", limit: 1)
            let places = gallery.places(pages.flatMap { $0 })
            if kind == .yesNo {
                // Nothing said is no.
                #expect(Set(places.prefix(2)) == (sort.hasPrefix("-") ? [1, 2] : [0, 3]), "\(sort)")
            } else {
                #expect(places == expected, "\(sort)")
            }
        }
    }

    @Test(arguments: CustomFieldKind.allCases)
    func pagesShowTheValueInListsAndFacts(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        let browser = try await gallery.tenant.browser(as: .admin)
        let list = try await browser.get("/contacts?columns=name,\(sample.column)&filter[last_name][eq]=Record%200")
        #expect(list.status == 200 && list.text.contains(sample.label))
        #expect(list.text.contains(sample.shown), "\(sample.shown)")
        let record = try await browser.get("/contacts/\(gallery.contacts[kind == .yesNo ? 1 : 0])")
        #expect(record.text.contains("<dt>\(sample.label)</dt>"))
        #expect(record.text.contains(kind == .yesNo ? "Yes" : sample.shown))
    }

    @Test(arguments: CustomFieldKind.allCases)
    func formsChangeTheValueAndOnlyThat(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        let browser = try await gallery.tenant.browser(as: .admin)
        let before = try await gallery.admin.create(
            "contacts", ["last_name": "Formed", "custom": [kind.rawValue: sample.values[0]].json])
        let page = "/contacts/\(before.id)/edit"
        let same = try await browser.submit("/contacts/\(before.id)", from: page)
        #expect(same.status == 303, "\(same.text.prefix(300))")
        #expect(try await gallery.admin.get("/api/v1/contacts/\(before.id)").version == before.version, "nothing was changed")
        #expect(try await browser.submit("/contacts/\(before.id)", from: page, [sample.field: sample.typed]).status == 303)
        let after = try await gallery.admin.get("/api/v1/contacts/\(before.id)")
        let expected: JSONValue = kind == .multiChoice ? ["blue"] : sample.values[1]
        #expect(after.json["custom"] == [kind.rawValue: expected].json)
        #expect(after.version == before.version + 1)
    }

    @Test(arguments: CustomFieldKind.allCases)
    func filesHoldTheValueAndBringItBack(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        let csv = try await gallery.admin.get("/api/v1/contacts.csv?filter[last_name][eq]=Record%200").text
        #expect(csv.contains(sample.label))
        let cell = sample.file.contains("\n") ? "\"\(sample.file)\"" : sample.file
        #expect(csv.contains(cell), "\(csv)")
        let name = "Imported \(kind.rawValue)"
        let done = try await gallery.admin.take(ImportFixture("Last name,\(sample.label)\n\(name),\(cell)\n"))
        #expect(done["state"]?.string == "done" && done.count("created") == 1, "\(done)")
        let found = try await gallery.admin.records("contacts?filter[last_name][eq]=\(name.escaped)")
        #expect(found.first?["custom"] == [kind.rawValue: sample.values[0]].json)
    }

    @Test(arguments: CustomFieldKind.allCases)
    func searchFindsTexts(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        guard let word = sample.word else { return }
        let wanted = kind == .phone ? word.filter(\.isNumber) : word
        let found = try await gallery.admin.get("/api/v1/contacts?q=\(wanted.escaped)&filter[last_name][starts]=Record")
        #expect(gallery.places(found.ids) == [1])
    }

    @Test(arguments: CustomFieldKind.allCases)
    func historyTellsOfTheChange(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        let contact = try await gallery.admin.create("contacts", ["last_name": "Told", "custom": [kind.rawValue: sample.values[1]].json])
        let changed = try await gallery.admin.patch("/api/v1/contacts/\(contact.id)", ["custom": [kind.rawValue: sample.values[0]].json])
        #expect(changed.status == 200)
        let rows = try await gallery.tenant.database.read(
            """
            select before::text, after::text from events
            where record_id = \(UUID(uuidString: contact.id)) and kind = 'contact.updated'
            """)
        let (old, new) = try #require(try rows.first?.decode((String, String).self))
        #expect(try JSONValue(parsing: old) == [sample.field: sample.values[1]].json)
        #expect(try JSONValue(parsing: new) == [sample.field: sample.values[0]].json)
        let page = try await gallery.tenant.browser(as: .admin).get("/contacts/\(contact.id)")
        #expect(page.text.contains("\(sample.label) from"))
    }

    @Test(arguments: CustomFieldKind.allCases)
    func descriptionShowsTheFieldToWhoeverIsSignedIn(kind: CustomFieldKind) async throws {
        let (gallery, sample) = try await Gallery.sample(kind)
        let document = try await gallery.admin.get("/api/v1/openapi.json").json
        let custom = document["components"]?["schemas"]?["Contact"]?["properties"]?["custom"]
        #expect(custom?["properties"]?[kind.rawValue]?["description"]?.string == sample.label)
        let tree = String(decoding: (document["components"]?["schemas"]?["ContactFilter"] ?? .null).serialized, as: UTF8.self)
        #expect(tree.contains("\"\(sample.field)\""))
        let strangers = try await gallery.tenant.guest.get("/api/v1/openapi.json")
        #expect(strangers.status == 200 && !strangers.text.contains(sample.label))
        let elsewhere = try await SharedTenant.get().api(as: .admin).get("/api/v1/openapi.json")
        #expect(elsewhere.status == 200 && !elsewhere.text.contains(sample.label))
    }
}

extension [String: JSONValue] {
    /// As an object.
    var json: JSONValue { .object(reduce(into: JSONObject()) { $0[$1.key] = $1.value }) }
}
