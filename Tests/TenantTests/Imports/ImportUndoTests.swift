import Foundation
import Support
import Testing
import Web

@Suite struct ImportUndoTests {
    private static let options = ["mode": "upsert", "match_on": "email"]
    private static let csv =
        "email,last_name,job_title,company\nthere@example.org,There,Boss,Made Ltd\nnew@example.org,New,Clerk,Made Ltd\n"

    @Test func everythingThatAnImportDidIsTakenBack() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        try await client.create("contacts", ["last_name": "There", "email": "there@example.org", "job_title": "Clerk"])
        let result = try await client.take(ImportFixture(Self.csv, options: Self.options))
        #expect(result.count("created") == 1 && result.count("updated") == 1 && result.count("linked") == 1)
        #expect(try await client.records("companies").count == 1)

        let path = "/api/v1/imports/\(result["id"]?.string ?? "")/reversal"
        let answer = try await client.post(path, .null)
        #expect(answer.status == 202)
        let batch = try #require(answer.location)
        try await eventually { try await client.get(batch).json["state"]?.string == "done" }
        let left = try await client.records("contacts?include=company")
        #expect(left.map { $0["last_name"]?.string } == ["There"])
        #expect(left.first?["job_title"]?.string == "Clerk")
        #expect(left.first?["company_id"]?.string == nil)
        #expect(try await client.records("companies").isEmpty)
        expectProblem(try await client.post(path, .null), 409)
    }

    @Test func whatSomebodyChangedSinceStays() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        let there = try await client.create("contacts", ["last_name": "There", "email": "there@example.org", "job_title": "Clerk"])
        let result = try await client.take(ImportFixture(Self.csv, options: Self.options))
        #expect(try await client.patch("/api/v1/contacts/\(there.id)", ["job_title": "Director"]).status == 200)
        let batch = try #require(try await client.post("/api/v1/imports/\(result["id"]?.string ?? "")/reversal", .null).location)
        try await eventually { try await client.get(batch).json["state"]?.string == "done" }
        #expect(try await client.get("/api/v1/contacts/\(there.id)").json["job_title"]?.string == "Director")
        #expect(try await client.get(batch).json["skipped"]?.array?.isEmpty == false)
    }

    @Test func undoIsForWhoImported() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let manager = try await tenant.api(as: .manager)
        let result = try await manager.take(ImportFixture(Self.csv))
        let path = "/api/v1/imports/\(result["id"]?.string ?? "")/reversal"
        expectProblem(try await tenant.api(as: .rep).post(path, .null), 404)
        expectProblem(try await tenant.guest.post(path, .null), 401)
        expectProblem(try await TestSite.shared().makeTenant().api(as: .admin).post(path, .null), 404)
        expectProblem(try await manager.post("/api/v1/imports/\(unknownID)/reversal", .null), 404)
        expectWrongVerb(try await manager.get(path), allows: "POST", "OPTIONS")
        let checked = try await manager.take(ImportFixture(Self.csv, options: ["dry_run": "true"]))
        expectProblem(try await manager.post("/api/v1/imports/\(checked["id"]?.string ?? "")/reversal", .null), 409)
        #expect(try await manager.post(path, .null).status == 202)
    }
}
