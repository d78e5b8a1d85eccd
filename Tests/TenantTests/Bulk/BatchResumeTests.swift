import Foundation
import Postgres
import Support
import Testing
import Web

@Suite struct BatchResumeTests {
    /// The server goes away in the middle; another one goes on behind the last chunk that was committed.
    @Test func batchThatWasKilledChangesEachRecordOnce() async throws {
        let first = try await TestSite()
        let tenant = try await first.makeTenant()
        let rows = 6_500
        try await tenant.fill(rows)
        let client = try await tenant.api(as: .admin)
        let accepted = try await client.post("/api/v1/contacts/batches", ["action": "tags", "add": ["seen"], "all": true])
        let path = accepted.location ?? ""
        try await eventually { try await client.get(path).json.counts[0] > 0 }
        await first.stop()

        let second = try await TestSite(
            environment: ["STORAGE_DIR": first.platform.configuration.storageDirectory], database: first.base.administrator)
        let resumed = TestTenant(site: second, tenant: tenant.tenant)
        // Nobody waits a minute here for the lease of the worker that is gone.
        try await resumed.database.write("update jobs set run_at = now(), leased_until = null")
        try await second.administer("update platform.tenants set next_job_at = now()")
        let again = try await resumed.api(as: .admin)
        try await eventually { try await again.get(path).json["state"] != "running" }
        let result = try await again.get(path).json
        #expect(result["state"] == "done" && result.counts == [rows, 0, 0])
        #expect(try await resumed.count("tags = '{seen}' and version = 2") == rows)
        let events = try await resumed.database.read(
            "select count(*), count(distinct record_id) from events where kind = 'contact.updated' and batch_id is not null")
        #expect(try #require(try events.first?.decode((Int, Int).self)) == (rows, rows))
        await second.stop()
    }
}
