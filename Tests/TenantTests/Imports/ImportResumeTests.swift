import Foundation
import Postgres
import Support
import Testing
import Web

@Suite struct ImportResumeTests {
    /// The server goes away in the middle; another one goes on behind the last chunk that was committed.
    @Test func runThatWasKilledGoesOnWhereItStopped() async throws {
        let first = try await TestSite()
        let tenant = try await first.makeTenant()
        let rows = 3_500
        let csv = "email,last_name\n" + (0..<rows).map { "person\($0)@gmail.com,Person\($0)\n" }.joined()
        let client = try await tenant.api(as: .admin)
        let path = try await client.send(ImportFixture(csv)).location ?? ""
        try await eventually { try await client.get(path).json.count("created") > 0 }
        await first.stop()

        let second = try await TestSite(
            environment: ["STORAGE_DIR": first.platform.configuration.storageDirectory], database: first.base.administrator)
        let resumed = TestTenant(site: second, tenant: tenant.tenant)
        // Nobody waits a minute here for the lease of the worker that is gone.
        try await resumed.database.write("update jobs set run_at = now(), leased_until = null")
        try await second.administer("update platform.tenants set next_job_at = now()")
        let again = try await resumed.api(as: .admin)
        let result = try await again.finished(path)
        #expect(result["state"]?.string == "done")
        #expect(result.count("created") == rows)
        let found = try await resumed.database.read("select count(*), count(distinct email) from contacts")
        let counts = try #require(try found.first?.decode((Int, Int).self))
        #expect(counts == (rows, rows))
        await second.stop()
    }
}
