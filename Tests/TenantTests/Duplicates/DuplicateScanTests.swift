import Foundation
import Support
import Testing
import Web

struct DuplicateScanTests {
    /// Finds what is there twice, as a client does it.
    private func scan(_ client: TestClient, _ type: String = "contact") async throws -> JSONValue {
        let started = try await client.post("/api/v1/duplicates/scans", ["record_type": .string(type)])
        guard started.status == 202, let path = started.location else { throw UnexpectedAnswer(started) }
        var scan = started.json
        try await eventually {
            scan = try await client.get(path).json
            return scan["state"] == "done"
        }
        return scan
    }

    private func pairs(_ client: TestClient, _ query: String = "") async throws -> [JSONValue] {
        try await client.get("/api/v1/duplicates\(query)").json["data"]?.array ?? []
    }

    private func names(_ pair: JSONValue) -> [String] { pair["records"]?.array?.compactMap { $0["name"]?.string } ?? [] }

    @Test func scanFindsWhatIsThereTwiceTheLikeliestFirst() async throws {
        let scene = try await Scene(Sample.all[0])
        let company = try await scene.admin.create("companies", ["name": "Acme"])
        for (first, last, email) in [("Ann", "Lee", "ann@x.test"), ("Anna", "Lee", "ann@x.test"), ("Bob", "Ray", "bob@x.test")] {
            try await scene.admin.create("contacts", ["first_name": .string(first), "last_name": .string(last), "email": .string(email)])
        }
        for name in ["Jon", "John"] {
            try await scene.admin.create(
                "contacts", ["first_name": .string(name), "last_name": "Smith", "company_id": .string(company.id)])
        }
        let done = try await scan(scene.admin)
        #expect(done["found"] == 2 && done["records"] == 8 && done["progress"] == 1.0)
        let found = try await pairs(scene.admin)
        #expect(found.map(names) == [["Ann Lee", "Anna Lee"], ["Jon Smith", "John Smith"]])
        #expect(found.first?["reasons"]?[0]?["says"] == "Same e-mail")
        // Nothing new is nothing new: a second look finds the same.
        #expect(try await scan(scene.admin)["found"] == 2)
        #expect(try await scene.tenant.events("duplicates.scanned") == 2)
    }

    @Test func recordsWithoutKeysGetThem() async throws {
        let scene = try await Scene(Sample.all[0])
        for _ in 0..<2 { try await scene.admin.create("contacts", ["last_name": "Lee", "email": "ann@x.test"]) }
        try await scene.tenant.database.write("delete from duplicate_keys")
        #expect(try await scan(scene.admin)["found"] == 1)
        #expect(try await scene.tenant.database.read("select count(*) from duplicate_keys").first?.decode(Int.self) == 5)
    }

    @Test func whatIsToldApartStaysApart() async throws {
        let scene = try await Scene(Sample.all[0])
        var ids: [String] = []
        for _ in 0..<3 { ids.append(try await scene.admin.create("contacts", ["last_name": "Lee", "email": "ann@x.test"]).id) }
        _ = try await scan(scene.admin)
        let pair = try #require(
            try await pairs(scene.admin).first { pair in
                Set(pair["records"]?.array?.compactMap { $0["id"]?.string } ?? []) == Set(ids.prefix(2))
            })
        let address = "/api/v1/duplicates/\(pair["id"]?.string ?? "")/dismissal"
        expectProblem(try await scene.viewer.post(address, [:]), 403)
        expectProblem(try await scene.rep.post(address, [:]), 404)
        expectProblem(try await scene.tenant.guest.post(address, [:]), 401)
        expectProblem(try await scene.strangers().elsewhere.post(address, [:]), 404)
        expectProblem(try await scene.admin.post("/api/v1/duplicates/x/dismissal", [:]), 404)
        expectWrongVerb(try await scene.admin.get(address), allows: "POST", "OPTIONS")
        #expect(try await scene.admin.post(address, [:]).status == 204)
        _ = try await scan(scene.admin)
        #expect(try await pairs(scene.admin).count == 2)
        // Merging the second into the third hands its difference from the first on.
        let merged = try await scene.admin.post("/api/v1/contacts/\(ids[2])/merge", ["with": [.string(ids[1])]])
        #expect(try await pairs(scene.admin).isEmpty)
        _ = try await scene.admin.post("/api/v1/merges/\(merged.header("Merge-Id") ?? "")/reversal", [:])
        #expect(try await pairs(scene.admin).count == 2)
    }

    @Test func everybodyFindsOnlyWhatTheySee() async throws {
        let scene = try await Scene(Sample.all[0])
        for client in [scene.admin, scene.rep, scene.rep] {
            try await client.create("contacts", ["last_name": "Lee", "email": "ann@x.test"])
        }
        _ = try await scan(scene.admin)
        #expect(try await pairs(scene.admin).count == 3)
        #expect(try await pairs(scene.rep).count == 1)
        #expect(try await pairs(scene.viewer).count == 3)
        let browser = try await scene.tenant.browser(as: .rep)
        #expect(try await browser.get("/duplicates").forms.count { $0.action.hasSuffix("/dismissal") } == 1)
        expectProblem(try await scene.viewer.post("/api/v1/duplicates/scans", ["record_type": "contact"]), 403)
        expectProblem(try await scene.tenant.guest.get("/api/v1/duplicates"), 401)
        expectProblem(try await scene.admin.get("/api/v1/duplicates?record_type=user"), 422, naming: ["record_type"])
        expectProblem(try await scene.admin.get("/api/v1/duplicates?cursor=x"), 422, naming: ["cursor"])
        expectProblem(try await scene.admin.post("/api/v1/duplicates/scans", ["record_type": "shoe"]), 422, naming: ["record_type"])
        expectProblem(try await scene.admin.get("/api/v1/duplicates/scans/\(unknownID)"), 404)
        expectProblem(try await scene.admin.get("/api/v1/duplicates/scans/x"), 404)
        expectWrongVerb(try await scene.admin.delete("/api/v1/duplicates"), allows: "GET", "HEAD", "OPTIONS")
    }

    @Test func theListGoesOnWhereItStopped() async throws {
        let scene = try await Scene(Sample.all[1])
        for number in 0..<8 {
            try await scene.admin.create("companies", ["name": .string("Twin \(["One", "Two", "Six", "Ten"][number / 2])")])
        }
        _ = try await scan(scene.admin, "company")
        let pages = try await scene.admin.walk("duplicates?record_type=company&", limit: 1)
        #expect(pages.count == 4 && Set(pages.joined()).count == 4)
    }

    @Test func oneRecordIsAskedForItsDuplicates() async throws {
        let scene = try await Scene(Sample.all[0])
        let one = try await scene.admin.create("contacts", ["first_name": "Bob", "last_name": "Lee", "email": "bob.lee@gmail.com"])
        let other = try await scene.admin.create("contacts", ["first_name": "Robert", "last_name": "Lee", "email": "boblee+x@gmail.com"])
        let found = try await scene.admin.get("\(scene.address(one))/duplicates")
        #expect(found.ids == [other.id] && found.json["data"]?[0]?["exact"] == true)
        expectProblem(try await scene.rep.get("\(scene.address(one))/duplicates"), 404)
        expectProblem(try await scene.tenant.guest.get("\(scene.address(one))/duplicates"), 401)
        expectProblem(try await scene.strangers().elsewhere.get("\(scene.address(one))/duplicates"), 404)
        expectProblem(try await scene.admin.get("/api/v1/contacts/x/duplicates"), 404)
        expectWrongVerb(try await scene.admin.post("\(scene.address(one))/duplicates", [:]), allows: "GET", "HEAD", "OPTIONS")
    }
}
