import Foundation
import Support
import Testing
import Web

struct RecordCreationTests {
    @Test(arguments: Sample.all)
    func whoMayCreateOwnsWhatTheyCreate(sample: Sample) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        for member in [Cast.admin, .manager, .rep] {
            let answer = try await tenant.api(as: member).post("/api/v1/\(sample.path)", sample.named("New"))
            #expect(answer.status == 201)
            #expect(answer.location == "/api/v1/\(sample.path)/\(answer.id)")
            #expect(answer.header("ETag") == "\"v1\"")
            #expect(answer.json["owner_id"]?.string == (try await tenant.id(of: member)))
        }
        #expect(try await tenant.events("\(sample.event).created") == 3)
    }

    @Test(arguments: Sample.all)
    func whoMayNotCreateIsTurnedAway(sample: Sample) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let other = try await TestSite.shared().makeTenant().api(as: .admin)
        let path = "/api/v1/\(sample.path)"
        expectProblem(try await tenant.api(as: .viewer).post(path, sample.named("No")), 403)
        expectProblem(try await tenant.guest.post(path, sample.named("No")), 401)
        expectProblem(try await TestClient(tenant: tenant, headers: other.headers).post(path, sample.named("No")), 401)
        #expect(try await tenant.api(as: .admin).get(path).ids.isEmpty)
    }

    @Test(arguments: Sample.all)
    func wrongBodyIsRefusedFieldByField(sample: Sample) async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let path = "/api/v1/\(sample.path)"
        let long = JSONValue.string(String(repeating: "x", count: 300))
        for (body, fields): (JSONValue, [String]) in [
            ([:], [sample.nameField]),
            (sample.named("X", ["nmae": 1]), ["nmae"]), (sample.named("X", ["search": "x"]), ["search"]),
            (sample.named("X", ["id": .string(unknownID)]), ["id"]),
            (sample.named("X", ["created_at": "2020-01-01T00:00:00Z"]), ["created_at"]),
            (sample.named("X", [sample.wrong.field: sample.wrong.value]), [sample.wrong.field]),
            (sample.named("X", ["tags": "one"]), ["tags"]), (sample.named("X", ["tags": [1]]), ["tags"]),
            (sample.named("X", ["owner_id": "me"]), ["owner_id"]), (sample.named("X", ["owner_id": .string(unknownID)]), ["owner_id"]),
            (sample.named("X", [sample.nameField: long, "phone": "call me", "shoe": 1]), [sample.nameField, "phone", "shoe"]),
            (sample.named("X", ["addresses": [["planet": "Mars"]]]), ["addresses[0][planet]"]),
            (sample.named("X", ["addresses": [["city": "Bonn"], ["city": 5]]]), ["addresses[1][city]"]),
        ] {
            expectProblem(try await admin.post(path, body), 422, naming: fields)
        }
    }

    @Test(arguments: Sample.all)
    func whatIsNoJSONObjectIsRefusedWhole(sample: Sample) async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let path = "/api/v1/\(sample.path)"
        for text in ["", "{", "{\"a\":1,}", "[1]", "\"text\"", "{\"a\":1}{}", "{\"a\":\u{1}}", "{\"\(sample.nameField)\":\"X\\u0000Y\"}"] {
            let answer = try await admin.send("POST", path, body: Array(text.utf8), headers: ["Content-Type": "application/json"])
            expectProblem(answer, 400)
        }
        let body = sample.named("X").serialized
        for type in ["text/plain", "application/x-www-form-urlencoded", ""] {
            expectProblem(try await admin.send("POST", path, body: body, headers: ["Content-Type": type]), 415)
        }
        let deep = String(repeating: "[", count: 100_000)
        let nested = try await admin.send("POST", path, body: Array(deep.utf8), headers: ["Content-Type": "application/json"])
        #expect(nested.status == 400)
    }

    @Test(arguments: Sample.all)
    func bodyOverOneMebibyteIsTooLarge(sample: Sample) async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let huge = sample.named(String(repeating: "x", count: 1_100_000))
        expectProblem(try await admin.post("/api/v1/\(sample.path)", huge), 413)
    }

    @Test(arguments: Sample.all)
    func textIsTrimmedAndComposed(sample: Sample) async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let created = try await admin.create(sample.path, sample.named("  Zoe\u{308} \n"))
        #expect(created.json[sample.nameField]?.string?.unicodeScalars.elementsEqual("Zo\u{EB}".unicodeScalars) == true)
        let tagged = try await admin.create(sample.path, sample.named("T", ["tags": [" vip ", "vip", "", "e\u{301}te\u{301}"]]))
        #expect(tagged.json["tags"] == ["vip", "été"])
    }

    @Test(arguments: Sample.all)
    func recordsAreGivenToWhomOneMayAssign(sample: Sample) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, rep) = (try await tenant.id(of: .admin), try await tenant.id(of: .rep))
        let path = "/api/v1/\(sample.path)"
        let manager = try await tenant.api(as: .manager)
        #expect(try await manager.post(path, sample.named("Ours", ["owner_id": .string(rep)])).status == 201)
        expectProblem(try await manager.post(path, sample.named("X", ["owner_id": .string(admin)])), 422, naming: ["owner_id"])
        expectProblem(try await tenant.api(as: .rep).post(path, sample.named("X", ["owner_id": .string(admin)])), 422, naming: ["owner_id"])
        let nobodys = try await tenant.api(as: .admin).post(path, sample.named("Nobody's", ["owner_id": nil]))
        #expect(nobodys.status == 201 && nobodys.json["owner_id"] == .null)
    }
}
