import Foundation
import Support
import Testing
import Web

/// Records that rows link to by name.
@Suite struct ImportLinkTests {
    private static let csv = "last_name,company\nAnn,Known Ltd\nBob,Unknown Ltd\n"

    private func client() async throws -> TestClient {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        try await client.create("companies", ["name": "Known Ltd"])
        return client
    }

    @Test func missingOnesAreMadeUnlessThatIsNotWanted() async throws {
        let client = try await client()
        let without = try await client.take(ImportFixture(Self.csv, options: ["create_missing": "false"]))
        #expect(without.count("created") == 1 && without.count("rejected") == 1 && without.count("linked") == 0, "\(without)")
        #expect(try await client.rejects(of: without).contains("there is no company called"))
        let with = try await client.take(ImportFixture(Self.csv))
        #expect(with.count("created") == 2 && with.count("linked") == 1, "\(with)")
        #expect(try await client.records("companies").count == 2)
    }

    @Test func namesOfSeveralRecordsAreReported() async throws {
        let client = try await client()
        try await client.create("companies", ["name": "Known Inc"])
        let result = try await client.take(ImportFixture(Self.csv))
        #expect(result.count("rejected") == 1)
        #expect(try await client.rejects(of: result).contains("2 companies are called"))
    }

    @Test func columnsThatMayNotChangeMakeNothingEither() async throws {
        let client = try await client()
        try await client.create("contacts", ["last_name": "Ann", "email": "ann@example.org"])
        let result = try await client.take(
            ImportFixture(
                "email,company,job_title\nann@example.org,Elsewhere,Boss\n",
                options: ["mode": "update", "match_on": "email", "rules": #"{"company":"never"}"#]))
        #expect(result.count("updated") == 1 && result.count("linked") == 0, "\(result)")
        #expect(try await client.records("companies").count == 1)
    }

    @Test func checkCountsWhatTheRunThenDoes() async throws {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        try await client.create("companies", ["name": "Old", "industry": "Coal"])
        let csv = "name,industry,subsidiary_of\nOld,Steam,\nNew,,Old\nNewer,,Nowhere\nOld,Steam,\n"
        var options = ["mode": "upsert", "match_on": "name", "dry_run": "true"]
        let checked = try await client.take(ImportFixture(csv, type: "company", options: options))
        options["dry_run"] = "false"
        let result = try await client.take(ImportFixture(csv, type: "company", options: options))
        #expect(checked["counts"] == result["counts"], "\(checked) \(result)")
        #expect(result.count("created") == 2 && result.count("updated") == 1 && result.count("unchanged") == 1)
        #expect(result.count("linked") == 1)
        #expect(try await client.records("companies").count == 4)
    }
}
