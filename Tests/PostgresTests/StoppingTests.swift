import Foundation
import Postgres
import Testing

@Suite struct StoppingTests {
    @Test func statementsStopAtTheirTimeout() async throws {
        try await withDatabase { client, _ in
            let unit = UnitSettings(statementTimeout: .milliseconds(100))
            let error = try await errorOf { try await client.perform(unit, "select pg_sleep(10)") }
            #expect(error.kind == .statementTimeout)
            #expect(error.sqlState == "57014")
        }
    }

    @Test func locksAreNotWaitedForLongerThanAllowed() async throws {
        try await withDatabase { client, _ in
            _ = try await client.perform(plain, "create table t ()")
            try await client.transaction(plain) { transaction in
                try await transaction.execute("lock table t")
                let unit = UnitSettings(lockTimeout: .milliseconds(50))
                let error = try await errorOf { try await client.perform(unit, "select * from t") }
                #expect(error.kind == .lockNotAvailable)
                #expect(error.isTransient)
            }
        }
    }

    @Test func aRunningUnitStopsAtItsDeadline() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            let unit = UnitSettings(deadline: .now + .milliseconds(200))
            let error = try await errorOf { try await client.perform(unit, "select pg_sleep(10)") }
            #expect(error.kind == .statementTimeout)
            #expect(try await client.perform(plain, "select 1").count == 1)
            #expect(try await sleepers(client) == 0)
        }
    }

    @Test func cancellingATaskStopsItsStatementAndReplacesTheConnection() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            let before = try await backend(client)
            let task = Task { try await client.perform(plain, "select pg_sleep(30)") }
            #expect(try await eventually { client.metrics.leases == 1 })
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await backend(client) != before)
            #expect(try await eventually { try await sleepers(client) == 0 })
        }
    }

    @Test func cancellingATransactionRollsItBack() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            _ = try await client.perform(plain, "create table t (id int8)")
            let task = Task {
                try await client.transaction(plain) { transaction in
                    try await transaction.execute("insert into t values (1)")
                    try await transaction.execute("select pg_sleep(30)")
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await client.perform(plain, "select * from t").isEmpty)
        }
    }

    /// Cancels at every moment of a short statement's life; a request that arrived late must not hit whoever is next.
    @Test func aLateCancelNeverHitsTheNextLease() async throws {
        try await withDatabase({ $0.connections = 2 }) { client, _ in
            for round in 0..<60 {
                let task = Task { try await client.perform(plain, "select pg_sleep(0.002)") }
                try await Task.sleep(for: .microseconds(round * 100))
                task.cancel()
                for _ in 0..<3 { _ = try await client.perform(plain, "select pg_sleep(0.001)") }
                _ = try? await task.value
            }
        }
    }

    private func backend(_ client: PostgresClient) async throws -> Int {
        let row = try await client.perform(plain, "select pg_backend_pid()").first
        return try #require(row).decode(Int.self)
    }

    private func sleepers(_ client: PostgresClient) async throws -> Int {
        let sql: SQL = """
            select count(*) from pg_stat_activity
            where datname = current_database() and state = 'active' and query like 'select pg_sleep(%'
            """
        let row = try await client.perform(plain, sql).first
        return try #require(row).decode(Int.self)
    }
}
