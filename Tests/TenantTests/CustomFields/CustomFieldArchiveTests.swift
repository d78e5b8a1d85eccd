import Foundation
import Support
import Testing
import Web

@testable import Tenant

struct CustomFieldArchiveTests {
    @Test func whatIsArchivedIsGoneEverywhereAndComesBackWithItsValues() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        let field = try await admin.define(.text, "Nickname")
        try await admin.define(.integer, "Shoe size")
        let contact = try await admin.create("contacts", ["last_name": "Known", "custom": ["nickname": "Zorro", "shoe_size": 44]])
        let (address, page) = ("/api/v1/contacts/\(contact.id)", "/contacts/\(contact.id)")
        #expect(try await admin.get("/api/v1/contacts?q=zorro").ids == [contact.id])

        #expect(try await admin.delete("/api/v1/custom_fields/\(field.id)").status == 204)
        #expect(try await admin.get(address).json["custom"] == ["shoe_size": 44])
        #expect(try await admin.get("/api/v1/contacts").json["data"]?[0]?["custom"] == ["shoe_size": 44])
        expectProblem(
            try await admin.get("/api/v1/contacts?filter[custom.nickname][eq]=Zorro"), 422, naming: ["filter[custom.nickname][eq]"])
        expectProblem(try await admin.patch(address, ["custom": ["nickname": "Z"]]), 422, naming: ["custom.nickname"])
        #expect(try await !admin.get("/api/v1/contacts.csv").text.contains("Zorro"))
        for path in [page, "\(page)/edit", "/contacts?columns=name,custom.nickname"] {
            #expect(try await !browser.get(path).text.contains("Zorro"), "\(path)")
        }
        try await eventually { try await admin.get("/api/v1/contacts?q=zorro").ids.isEmpty }

        // An edit of something else keeps what nobody sees.
        #expect(try await admin.patch(address, ["custom": ["shoe_size": 45]]).json["custom"] == ["shoe_size": 45])
        #expect(try await browser.submit(page, from: "\(page)/edit", ["custom.shoe_size": "46"]).status == 303)
        #expect(try await admin.send("POST", "/api/v1/custom_fields/\(field.id)/restoration").status == 200)
        #expect(try await admin.get(address).json["custom"]?.sorted == ["nickname": "Zorro", "shoe_size": 46])
        try await eventually { try await admin.get("/api/v1/contacts?q=zorro").ids == [contact.id] }
    }

    @Test func recordThatRulesWouldRefuseTodayHoldsUpNoOther() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let field = try await admin.define(.text, "Nickname")
        for name in ["Zorro", "Batman"] {
            try await admin.create("contacts", ["last_name": "Known", "custom": ["nickname": .string(name)]])
        }
        try await tenant.database.write("update contacts set timezone = 'Atlantis/Capital' where custom->>'nickname' = 'Zorro'")
        #expect(try await admin.delete("/api/v1/custom_fields/\(field.id)").status == 204)
        try await eventually { try await admin.get("/api/v1/contacts?q=batman").ids.isEmpty }
    }

    @Test func anArchivedFieldKeepsItsNameAndGivesUpItsLabel() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let field = try await admin.define(.text, "Size")
        #expect(try await admin.delete("/api/v1/custom_fields/\(field.id)").status == 204)
        expectProblem(
            try await admin.post("/api/v1/custom_fields", ["record_type": "contact", "type": "integer", "label": "Other", "name": "size"]),
            422,
            naming: ["name"])
        let again = try await admin.define(.integer, "Size")
        #expect(again.json["name"] == "size_2", "the records may still hold texts under the name")
        expectProblem(try await admin.send("POST", "/api/v1/custom_fields/\(field.id)/restoration"), 422, naming: ["label"])
    }
}
