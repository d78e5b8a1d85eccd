import Foundation
import Support
import Testing
import Web

@testable import Tenant

struct CustomFieldAPITests {
    private let list = "/api/v1/custom_fields"
    private let new: JSONValue = ["record_type": "contact", "type": "text", "label": "Extra"]

    @Test func adminsDefineReadChangeAndListFields() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let made = try await admin.post(
            list,
            ["record_type": "company", "type": "choice", "label": "Größe in cm", "help": "As measured", "choices": ["Klein", "Groß"]])
        #expect(made.status == 201 && made.location == "/api/v1/custom_fields/\(made.id)")
        #expect(made.json["name"] == "grosse_in_cm" && made.json["position"] == 1)
        #expect(made.json["choices"]?[1] == ["value": "gross", "label": "Groß", "color": "neutral"])
        let address = "\(list)/\(made.id)"
        #expect(try await admin.get(address).json == made.json)
        let changed = try await admin.patch(address, ["label": "Height", "section": "Body", "required": true, "default": "klein"])
        #expect(changed.status == 200 && changed.json["label"] == "Height" && changed.json["default"] == "klein")
        #expect(changed.json["name"] == made.json["name"])
        #expect(try await admin.get("\(list)?record_type=contact").json["data"] == [])
        #expect(try await admin.get("\(list)?record_type=company").ids == [made.id])
        #expect(try await tenant.events("custom_field.created") == 1)
        #expect(try await tenant.events("custom_field.updated") == 1)
        expectWrongVerb(try await admin.send("PUT", list), allows: "GET", "HEAD", "OPTIONS", "POST")
        expectWrongVerb(try await admin.post(address, [:]), allows: "DELETE", "GET", "HEAD", "OPTIONS", "PATCH")
    }

    @Test func onlyAdminsOfTheTenantComeNear() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let field = try await admin.create("custom_fields", new)
        let address = "\(list)/\(field.id)"
        for member in [Cast.manager, .rep, .viewer] {
            let client = try await tenant.api(as: member)
            expectProblem(try await client.get(list), 403)
            expectProblem(try await client.get(address), 403)
            expectProblem(try await client.post(list, new), 403)
            expectProblem(try await client.patch(address, ["label": "Mine"]), 403)
            expectProblem(try await client.delete(address), 403)
            expectProblem(try await client.send("POST", "\(address)/restoration"), 403)
        }
        let elsewhere = try await SharedTenant.get().api(as: .admin)
        expectProblem(try await elsewhere.get(address), 404)
        expectProblem(try await elsewhere.patch(address, ["label": "Theirs"]), 404)
        expectProblem(try await elsewhere.delete(address), 404)
        expectProblem(try await tenant.guest.get(list), 401)
        expectProblem(try await tenant.guest.post(list, new), 401)
        for id in [unknownID, "none"] { expectProblem(try await admin.get("\(list)/\(id)"), 404) }
    }

    @Test func whatCannotBeIsRefusedAndNamed() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.define(.text, "There")
        let cases: [(JSONObject, [String])] = [
            (["record_type": "lead"], ["record_type"]), (["type": "colour"], ["type"]), (["label": ""], ["label"]),
            (["label": 5], ["label"]),
            (["label": "First name"], ["label"]), (["label": "THERE"], ["label"]), (["name": "There!"], ["name"]),
            (["name": "there"], ["name"]),
            (["help": .string(String(repeating: "x", count: 301))], ["help"]), (["required": "yes"], ["required"]),
            (["choices": ["A"]], ["choices"]), (["type": "choice"], ["choices"]),
            (["type": "choice", "choices": ["A", "a"]], ["choices[1][label]"]),
            (["type": "choice", "choices": ["A, B"]], ["choices[0][label]"]), (["type": "yes_no", "required": true], ["required"]),
            (["type": "long_text", "unique": true], ["unique"]), (["type": "record_link"], ["target"]),
            (["type": "record_link", "target": "lead"], ["target"]), (["target": "company"], ["target"]),
            (["type": "integer", "default": "many"], ["default"]), (["type": "user", "default": .string(unknownID)], ["default"]),
            (["colour": "red"], ["colour"]), (["label": "", "help": 5], ["help"]),
        ]
        for (part, wrong) in cases {
            var body = new.object ?? JSONObject()
            for member in part.members { body[member.name] = member.value }
            let answer = try await admin.post(list, .object(body))
            expectProblem(answer, 422, naming: wrong)
        }
        #expect(try await admin.get(list).ids.count == 1)
        let field = try await admin.define(.text, "Other")
        expectProblem(try await admin.patch("\(list)/\(field.id)", ["name": "else"]), 422, naming: ["name"])
        expectProblem(try await admin.patch("\(list)/\(field.id)", ["type": "integer"]), 422, naming: ["type"])
    }

    @Test func namesThatAreUnknownInARecordAreRefused() async throws {
        let gallery = try await Gallery.get()
        let contact = try await gallery.admin.create("contacts", ["last_name": "Strict", "custom": ["integer": 1, "text": "kept"]])
        let address = "/api/v1/contacts/\(contact.id)"
        expectProblem(
            try await gallery.admin.patch(address, ["custom": ["nothing": 1, "integer": "two"]]), 422,
            naming: ["custom.integer", "custom.nothing"])
        expectProblem(try await gallery.admin.patch(address, ["custom": [1]]), 422, naming: ["custom"])
        expectProblem(try await gallery.admin.patch(address, ["custom.integer": 2]), 422, naming: ["custom.integer"])
        // A merge patch within the merge patch.
        #expect(try await gallery.admin.patch(address, ["custom": ["integer": nil]]).json["custom"] == ["text": "kept"])
        #expect(try await gallery.admin.patch(address, ["custom": [:]]).json["custom"] == ["text": "kept"])
        #expect(try await gallery.admin.patch(address, ["custom": nil]).json["custom"] == [:])
    }

    @Test func anotherTenantSeesNothingOfIt() async throws {
        let gallery = try await Gallery.get()
        let other = try await SharedTenant.get()
        let admin = try await other.api(as: .admin)
        expectProblem(try await admin.post("/api/v1/contacts", ["last_name": "X", "custom": ["text": "x"]]), 422, naming: ["custom.text"])
        expectProblem(try await admin.get("/api/v1/contacts?filter[custom.text][eq]=x"), 422, naming: ["filter[custom.text][eq]"])
        #expect(Set(try await admin.get(list).ids).isDisjoint(with: try await gallery.admin.get(list).ids))
        for path in ["/contacts/new", "/contacts"] {
            #expect(try await !other.browser(as: .admin).get(path).text.contains("My long_text"))
        }
    }

    @Test func thereIsRoomForAHundredAndNoMore() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        for number in 1...CustomField.referenceLimit { try await admin.define(.user, "Person \(number)") }
        expectProblem(try await admin.post(list, ["record_type": "contact", "type": "user", "label": "One more"]), 422, naming: ["type"])
        for number in CustomField.referenceLimit..<CustomField.limit { try await admin.define(.text, "Field \(number)") }
        expectProblem(try await admin.post(list, new), 422, naming: ["record_type"])
        #expect(try await admin.post(list, ["record_type": "company", "type": "text", "label": "Extra"]).status == 201)
        // All of them at once still make a page.
        let contact = try await admin.create("contacts", ["last_name": "Much"])
        #expect(try await tenant.browser(as: .admin).get("/contacts/\(contact.id)/edit").status == 200)
        let many = JSONValue.array((0...CustomField.choiceLimit).map { .string("Choice \($0)") })
        expectProblem(
            try await admin.post(list, ["record_type": "company", "type": "choice", "label": "Many", "choices": many]), 422,
            naming: ["choices"])
    }

    @Test func fieldsTakeTheirPlaceInForms() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let first = try await admin.define(.text, "Aaa")
        try await admin.define(.text, "Bbb")
        let third = try await admin.define(.text, "Ccc")
        #expect(try await admin.patch("\(list)/\(third.id)", ["position": 1]).json["position"] == 1)
        #expect(try await admin.get(list).json["data"]?.array?.compactMap { $0["label"]?.string } == ["Ccc", "Aaa", "Bbb"])
        #expect(try await admin.patch("\(list)/\(first.id)", ["position": 99]).json["position"] == 3)
        let form = try await tenant.browser(as: .rep).get("/contacts/new").text
        let places = ["Ccc", "Bbb", "Aaa"].map { form.range(of: ">\($0)<")?.lowerBound }
        #expect(places.allSatisfy { $0 != nil } && places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    }

    @Test func aRepeatedCallAddsOneField() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let key = ["Idempotency-Key": "field-1"]
        let (first, second) = (try await admin.post(list, new, headers: key), try await admin.post(list, new, headers: key))
        #expect(first.status == 201 && second.status == 201 && first.id == second.id)
        #expect(try await admin.get(list).ids == [first.id])
    }
}
