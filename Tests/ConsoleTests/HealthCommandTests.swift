import Foundation
import Postgres
import Support
import Testing

@Suite struct HealthCommandTests {
    @Test func aHealthyInstallationPassesEveryCheck() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        let ending = try await fleet.run("doctor", "-o", "json")
        #expect(ending.status == 0)
        #expect(ending.data.count == 19)
        #expect(ending.data.allSatisfy { $0["state"]?.string != "fail" })
        #expect(ending.data.first { $0["check"]?.string == "isolation" }?["detail"]?.string?.hasSuffix("2 tenant schemas") == true)
    }

    @Test func aSchemaThatNamesAnotherTenantIsFound() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        let schema = try await fleet.schema(of: "globex")
        try await fleet.sql(.ddl("update \(schema)._identity set tenant_id = gen_random_uuid()"))
        let ending = try await fleet.run("doctor", "-o", "json")
        #expect(ending.status == 7)
        let failed = ending.data.filter { $0["state"]?.string == "fail" }
        #expect(failed.map { $0["check"]?.string } == ["tenants"])
        #expect(failed.first?["detail"]?.string?.hasPrefix("globex: ") == true && failed.first?["remedy"]?.string?.isEmpty == false)
        let stats = try await fleet.run("stats", "tenants", "-o", "json")
        #expect(stats.status == 6 && stats.data.map { $0["slug"]?.string } == ["acme"])
        #expect(stats.messages.contains("globex cannot be measured"))
    }

    @Test func aServerLoginThatReadsTenantsIsFound() async throws {
        let fleet = try await TestFleet.installed("acme")
        let (schema, server) = (try await fleet.schema(of: "acme"), "\(fleet.database.database ?? "")_server")
        try await fleet.sql(.ddl("grant usage on schema \(schema) to \(server)"))
        let ending = try await fleet.run("doctor", "-o", "json")
        #expect(ending.status == 7)
        // The grant is in no migration either.
        #expect(ending.data.filter { $0["state"]?.string == "fail" }.map { $0["check"]?.string } == ["isolation", "drift"])
    }

    @Test func jobsThatWaitTooLongAreFound() async throws {
        let fleet = try await TestFleet.installed("acme")
        try await fleet.sql("update platform.tenants set next_job_at = now() - interval '1 hour'")
        let ending = try await fleet.run("doctor")
        #expect(ending.status == 7 && ending.output.contains("waiting for over five minutes: acme"))
    }

    @Test func tenantsThatShouldHaveBeenPurgedAreFound() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        _ = try await fleet.run("tenant", "delete", "acme", "--confirm", "acme")
        #expect(try await fleet.run("doctor").output.contains("waiting for the day of their purge: 1"))
        try await fleet.sql("update platform.tenants set purge_at = now() - interval '2 days' where slug = 'acme'")
        let found = try await fleet.run("doctor", "-o", "json").data.first { $0["check"]?.string == "deleted tenants" }
        #expect(found?["state"]?.string == "warn" && found?["detail"]?.string?.contains("acme") == true)
        #expect(found?["remedy"]?.string?.contains("console tenant purge") == true)
    }

    @Test func anUnreachableDatabaseMeansTryLater() async throws {
        let fleet = try await TestFleet(TestCluster.nowhere)
        let ending = try await fleet.run("tenant", "list")
        #expect(ending.status == 75 && ending.output.isEmpty)
        #expect(try await fleet.run("doctor").status == 7)
    }

    @Test func tenantsAreMeasured() async throws {
        let fleet = try await TestFleet.installed("acme")
        let mei = ["user", "create", "acme", "mei@acme.example", "--name", "Mei", "--password-stdin"]
        #expect(try await fleet.run(mei, input: "violet harbour lantern\n").status == 0)
        let stats = try await fleet.run("stats", "tenants", "-o", "json")
        #expect(stats.status == 0 && stats.data.first?["users"]?.int == 1 && stats.data.first?["contacts"]?.int == 0)
        #expect((stats.data.first?["bytes"]?.int ?? 0) > 100_000)
    }

    @Test func theOperatorsLogIsSealed() async throws {
        let fleet = try await TestFleet.installed("acme")
        _ = try await fleet.run("tenant", "suspend", "acme", "--confirm", "acme", "--reason", "unpaid")
        #expect(try await fleet.run("audit", "verify").status == 0)
        let rows = try await fleet.sql(
            """
            select operator || ' ' || phase from platform.operator_audit
            where command = 'tenant suspend' and arguments @> '["--reason", "unpaid"]' order by number
            """)
        #expect(try rows.map { try $0.decode(String.self) } == ["olga started", "olga done"])
        try await fleet.sql("update platform.operator_audit set arguments = '[]' where number = 3")
        let tampered = try await fleet.run("audit", "verify", "-o", "json")
        #expect(tampered.status == 7 && tampered.data.first?["first_broken_row"]?.int == 3)
    }

    @Test func aFailedCommandIsLoggedAsSuch() async throws {
        let fleet = try await TestFleet.installed()
        try await fleet.sql("alter table platform.tenants add constraint refuses_acme check (slug <> 'acme')")
        #expect(try await fleet.create("acme").status == 1)
        #expect(
            try await fleet.count("select count(*) from platform.operator_audit where command = 'tenant create' and phase = 'failed'") == 1)
    }
}

extension TestCluster {
    /// A server that is not there.
    fileprivate static var nowhere: PostgresClient.Configuration {
        get throws { try PostgresClient.Configuration(url: "postgresql://nobody@127.0.0.1:1/nothing?sslmode=disable") }
    }
}
