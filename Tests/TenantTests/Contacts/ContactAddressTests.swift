import Support
import Testing
import Web

/// E-mail addresses and phone numbers: entries with one primary among them, which `email` and `phone` stand for.
struct ContactAddressTests {
    @Test func singleAddressBecomesThePrimaryEntry() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let contact = try await admin.create("contacts", ["email": " Ann.B@Example.ORG ", "phone": "+49 30 901820"])
        #expect(contact.json["email"] == "ann.b@example.org")
        let entry = contact.json["emails"]?[0]
        #expect(entry?["address"] == "ann.b@example.org" && entry?["primary"] == true && entry?["opted_out"] == false)
        #expect(contact.json["phones"]?[0]?["number"] == contact.json["phone"])
    }

    @Test func oneEntryIsPrimaryWhateverClientsSay() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let emails: [(JSONValue, primary: JSONValue)] = [
            ([["address": "a@x.test"], ["address": "b@x.test"]], "a@x.test"),
            ([["address": "a@x.test"], ["address": "b@x.test", "primary": true]], "b@x.test"),
            ([["address": "a@x.test", "primary": true], ["address": "b@x.test", "primary": true]], "a@x.test"),
        ]
        for (given, primary) in emails {
            let contact = try await admin.create("contacts", ["last_name": "P", "emails": given])
            let primaries = contact.json["emails"]?.array?.filter { $0["primary"] == true }
            #expect(primaries?.map { $0["address"] } == [primary] && contact.json["email"] == primary)
        }
    }

    @Test func newPrimaryAddressHasNeitherOptedOutNorBounced() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let old: JSONValue = [
            ["address": "old@x.test", "opted_out": true, "bounced": true], ["address": "other@x.test", "label": "Home"],
        ]
        let contact = try await admin.create("contacts", ["last_name": "P", "emails": old])
        let path = "/api/v1/contacts/\(contact.id)"
        let changed = try await admin.patch(path, ["email": "new@x.test"])
        #expect(changed.json["email"] == "new@x.test")
        #expect(changed.json["emails"]?.array?.map { $0["address"] } == ["new@x.test", "other@x.test"])
        #expect(changed.json["emails"]?[0]?["opted_out"] == false && changed.json["emails"]?[0]?["bounced"] == false)

        let switched = try await admin.patch(path, ["email": "other@x.test"])
        #expect(switched.json["email"] == "other@x.test" && switched.json["emails"]?.array?.count == 2)
        #expect(switched.json["emails"]?.array?.first { $0["address"] == "other@x.test" }?["label"] == "Home")
    }

    @Test func removingThePrimaryAddressPromotesTheNext() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let contact = try await admin.create("contacts", ["last_name": "P", "emails": [["address": "a@x.test"], ["address": "b@x.test"]]])
        let path = "/api/v1/contacts/\(contact.id)"
        let first = try await admin.patch(path, ["email": nil])
        #expect(first.json["email"] == "b@x.test" && first.json["emails"]?.array?.count == 1)
        let none = try await admin.patch(path, ["emails": []])
        #expect(none.json["email"] == .null && none.json["emails"] == [])
        expectProblem(try await admin.patch(path, ["first_name": nil, "last_name": nil]), 422, naming: ["last_name"])
    }

    @Test func wrongEntriesAreNamed() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        for (body, field): (JSONObject, String) in [
            (["email": "a@x.test", "emails": [["address": "a@x.test"]]], "email"),
            (["phone": "1234567", "phones": [["number": "1234567"]]], "phone"),
            (["email": "not an address"], "email"), (["emails": [["address": "nobody"]]], "emails[0][address]"),
            (["emails": [["address": "a@x.test"], ["address": "A@X.test"]]], "emails[1][address]"),
            (["emails": [["label": "Home"]]], "emails[0][address]"), (["emails": ["a@x.test"]], "emails[0]"),
            (["emails": [["address": "a@x.test", "primary": "yes"]]], "emails[0][primary]"),
            (["emails": [["adress": "a@x.test"]]], "emails[0][adress]"), (["emails": ["address": "a@x.test"]], "emails"),
            (["emails": .array((0..<21).map { ["address": .string("a\($0)@x.test")] })], "emails"),
            (["phone": "call me"], "phone"), (["phones": [["number": "123"], ["number": ""]]], "phones[1][number]"),
            (["timezone": "Mars/Olympus"], "timezone"), (["birthday_on": "31.3.1980"], "birthday_on"),
            (["birthday_on": "1981-02-29"], "birthday_on"), (["lifecycle_stage": "dreaming"], "lifecycle_stage"),
            (["links": [["url": "javascript:alert(1)"]]], "links[0][url]"), (["do_not_contact": 1], "do_not_contact"),
            (["custom": ["shoe_size": 44]], "custom.shoe_size"),
        ] {
            expectProblem(try await admin.post("/api/v1/contacts", Sample.all[0].named("X", body)), 422, naming: [field])
        }
    }

    @Test func rowsForFindingAddressesFollowTheContact() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let contact = try await admin.create(
            "contacts", ["emails": [["address": "a@x.test"], ["address": "b@x.test"]], "phone": "+1 (555) 010-99"])
        _ = try await admin.patch("/api/v1/contacts/\(contact.id)", ["emails": [["address": "c@x.test"]]])
        let emails = try await tenant.database.read("select address from contact_emails").map { try $0.decode(String.self) }
        let digits = try await tenant.database.read("select digits from contact_phones").map { try $0.decode(String.self) }
        #expect(emails == ["c@x.test"] && digits == ["155501099"])
    }
}
