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

    /// A worker that is thought to be gone comes back in the middle of a chunk, while another one takes the same chunk in.
    @Test func runThatIsTakenOverWritesEachRowOnce() async throws {
        let site = try await TestSite.shared()
        let tenant = try await site.makeTenant()
        let rows = 8_000
        let csv = "last_name\n" + (0..<rows).map { "Person\($0)\n" }.joined()
        let client = try await tenant.api(as: .admin)
        let path = try #require(try await client.send(ImportFixture(csv)).location)
        for round in 1...4 {
            try await eventually { try await client.get(path).json.count("created") >= round * 1_000 }
            try await tenant.database.write(
                "update jobs set leased_until = now() - interval '1 second' where kind = 'imports.run' and state = 'running'")
            try await site.administer("update platform.tenants set next_job_at = now() where id = \(tenant.tenant.id)")
        }
        let result = try await client.finished(path)
        #expect(result["state"]?.string == "done" && result.count("created") == rows)
        let found = try await tenant.database.read(
            """
            select (select count(*) from contacts), (select count(distinct last_name) from contacts),
                   (select count(*) from events where kind = 'contact.created')
            """)
        #expect(try #require(try found.first?.decode((Int, Int, Int).self)) == (rows, rows, rows))
    }
}
