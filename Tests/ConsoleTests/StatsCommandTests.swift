import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@Suite struct StatsCommandTests {
    @Test func theSystemIsShownAtAGlance() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        let ending = try await fleet.run("stats", "system", "-o", "json")
        let data = try #require(ending.data.first)
        #expect(ending.status == 0 && data["tenants"]?.int == 2 && data["tenants_active"]?.int == 2)
        #expect(data["bytes"]?.int ?? 0 > 1_000_000 && data["max_connections"]?.int ?? 0 > 10 && data["connections"]?.int ?? 0 >= 1)
        let table = try await fleet.run("stats", "system")
        #expect(table.output.contains("cache hit percent") && table.messages.isEmpty)
    }

    @Test func watchingShowsItAgain() async throws {
        let fleet = try await TestFleet.installed("acme")
        let ending = try await fleet.run("stats", "tenants", "--watch", "--every", "0.1", "--times", "3", "-o", "ndjson")
        #expect(ending.status == 0 && ending.output.split(separator: "\n").count == 3)
        #expect(try await fleet.run("stats", "system", "--watch", "--every", "0").status == 2)
    }

    @Test func connectionsAreCountedByWhatTheyDo() async throws {
        let fleet = try await TestFleet.installed()
        let ending = try await fleet.run("stats", "connections", "-o", "json")
        let own = ending.data.first { $0["application"]?.string == "tessera console" }
        #expect(ending.status == 0 && own?["state"]?.string == "active" && own?["connections"]?.int == 1)
    }

    @Test func whoWaitsForALockIsShownWithWhomItWaitsFor() async throws {
        let fleet = try await TestFleet.installed("acme")
        let quiet = try await fleet.run("stats", "locks", "-o", "csv")
        #expect(quiet.status == 0 && quiet.output == "pid,blocked_by,tenant,table,mode,seconds,statement\r\n")
        let table = try await fleet.schema(of: "acme") + ".contacts"
        var database = fleet.database
        database.connections = 2
        try await withClient(database, logger: quietLogger) { client in
            try await client.transaction(UnitSettings()) { holder in
                try await holder.execute(.ddl("lock table \(table) in access exclusive mode"))
                let waiter = Task { try await client.perform(UnitSettings(), .ddl("select count(*) from \(table)")) }
                try await eventually {
                    try await holder.query("select 1 from pg_locks where not granted and relation = \(table)::text::regclass").first != nil
                }
                let ending = try await fleet.run("stats", "locks", "-o", "json")
                let row = try #require(ending.data.first)
                #expect(row["tenant"]?.string == "acme" && row["table"]?.string == "contacts" && row["mode"]?.string == "AccessShareLock")
                #expect(row["blocked_by"]?.array?.count == 1 && row["statement"]?.string?.hasPrefix("select count") == true)
                waiter.cancel()
            }
        }
    }

    @Test func statementsThatRunLongAreShown() async throws {
        let fleet = try await TestFleet.installed()
        try await withClient(fleet.database, logger: quietLogger) { client in
            let sleeper = Task { try await client.perform(UnitSettings(statementTimeout: .seconds(60)), "select pg_sleep(50)") }
            try await eventually {
                let ending = try await fleet.run("stats", "slow", "-o", "json")
                #expect(ending.status == 0)
                return ending.data.contains { $0["source"]?.string == "running now" && $0["statement"]?.string == "select pg_sleep(50)" }
            }
            sleeper.cancel()
        }
    }
}
