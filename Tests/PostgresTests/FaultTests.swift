import Foundation
import Postgres
import Support
import Testing

@Suite(.serialized) struct FaultTests {
    @Test func aConnectionCutInMidQueryIsAnErrorAndReplaced() async throws {
        try await withProxy { client, proxy async throws in
            let task = Task { try await client.perform(plain, "select pg_sleep(5)") }
            #expect(try await eventually { client.metrics.leases == 1 })
            proxy.cut()
            let error = try await errorOf { try await task.value }
            #expect(error.kind == .connectionLost)
            #expect(error.isTransient)
            #expect(try await client.perform(plain, "select 1").count == 1)
            #expect(client.metrics.reconnects == 2)
        }
    }

    @Test func idleConnectionsThatWereCutAreNotGivenOut() async throws {
        try await withProxy { client, proxy async throws in
            for round in 1...5 {
                proxy.cut()
                #expect(try await eventually { client.metrics.reconnects == 2 * round && client.metrics.idle == 2 })
                #expect(try await client.perform(plain, "select 1").count == 1)
            }
        }
    }

    @Test func aTransactionWhoseConnectionBreaksFailsAndStaysFailed() async throws {
        try await withProxy { client, proxy async throws in
            let error = try await errorOf {
                try await client.transaction(plain) { transaction in
                    try await transaction.execute("select 1")
                    proxy.cut()
                    _ = try await errorOf { try await transaction.execute("select 2") }
                    try await transaction.execute("select 3")
                }
            }
            #expect(error.kind == .connectionLost)
        }
    }

    @Test func queuedUnitsSurviveAnOutage() async throws {
        try await withProxy { client, proxy async throws in
            proxy.set(.refuse)
            proxy.cut()
            #expect(try await eventually { client.metrics.connections == 0 })
            let task = Task { try await client.perform(plain, "select 1").count }
            try await Task.sleep(for: .milliseconds(300))
            proxy.set(.pass)
            #expect(try await task.value == 1)
        }
    }

    @Test func anOutageThatLastsIsALeaseTimeout() async throws {
        try await withProxy({ $0.leaseTimeout = .milliseconds(300) }) { client, proxy async throws in
            proxy.set(.refuse)
            proxy.cut()
            #expect(try await eventually { client.metrics.connections == 0 })
            #expect(try await errorOf { try await client.perform(plain, "select 1") }.kind == .leaseTimeout)
        }
    }

    @Test func aServerThatFallsSilentIsGivenUpAtTheDeadline() async throws {
        try await withProxy { client, proxy async throws in
            proxy.set(.stall)
            let unit = UnitSettings(deadline: .now + .milliseconds(300))
            let error = try await errorOf { try await client.perform(unit, "select 1") }
            #expect(error.kind == .statementTimeout)
            proxy.set(.pass)
            #expect(try await client.perform(plain, "select 1").count == 1)
        }
    }

    @Test func aTerminatedBackendThatHadNotBegunCostsNothing() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, database in
            let other = database.client
            try await running(other) {
                for _ in 1...20 {
                    _ = try await other.perform(
                        plain,
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid() and state = 'idle'
                        """)
                    _ = try? await client.perform(plain, "select 1")
                    let rows = try await client.perform(plain, "select 1")
                    #expect(rows.count == 1)
                }
            }
        }
    }

    @Test func theClientSurvivesARestartOfTheServer() async throws {
        try await TestCluster.run { cluster in
            var configuration = try cluster.configuration()
            configuration.leaseTimeout = .seconds(30)
            let client = PostgresClient(configuration, logger: quiet)
            try await running(client) {
                _ = try await client.perform(plain, "create table t (id int8)")
                let slow = Task { try await client.perform(plain, "select pg_sleep(60)") }
                #expect(try await eventually { client.metrics.leases == 1 })
                try await cluster.stop()
                #expect(try await errorOf { try await slow.value }.kind == .connectionLost)
                let waiting = Task { try await client.perform(plain, "insert into t values (1)").affected }
                try await cluster.start()
                #expect(try await waiting.value == 1)
                #expect(client.metrics.reconnects >= 2)
            }
        }
    }
}
