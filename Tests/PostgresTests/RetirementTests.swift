import Foundation
import Postgres
import Testing

@Suite struct RetirementTests {
    private func backend(_ client: PostgresClient, _ unit: UnitSettings = plain) async throws -> Int {
        try #require(try await client.perform(unit, "select pg_backend_pid()").first).decode(Int.self)
    }

    @Test func aConnectionThatHasSeenMuchIsReplaced() async throws {
        try await withDatabase({ ($0.connections, $0.connectionUses) = (1, 5) }) { client, _ in
            var backends: Set<Int> = []
            // Ten namespaces with one statement each: two connections' worth.
            for schema in 1...10 { backends.insert(try await backend(client, UnitSettings(searchPath: "s\(schema)"))) }
            #expect(backends.count == 2)
            #expect(try await eventually { client.metrics.retirements == 2 })
            #expect(client.metrics.reconnects == 0)
        }
    }

    @Test func theSameStatementsOfTheSameNamespaceWearNothingOut() async throws {
        try await withDatabase({ ($0.connections, $0.connectionUses) = (1, 5) }) { client, _ in
            let first = try await backend(client)
            for _ in 1...20 { #expect(try await backend(client) == first) }
            #expect(client.metrics.retirements == 0)
        }
    }

    @Test func anOldConnectionIsReplacedAfterItsUnit() async throws {
        try await withDatabase({ ($0.connections, $0.connectionLifetime) = (1, .zero) }) { client, _ in
            let inTransaction = try await client.transaction(plain) { transaction in
                var backends: Set<Int> = []
                for _ in 1...3 {
                    backends.insert(try #require(try await transaction.query("select pg_backend_pid()").first).decode(Int.self))
                }
                return backends
            }
            #expect(inTransaction.count == 1)
            let next = try await backend(client)
            #expect(!inTransaction.contains(next))
            #expect(try await eventually { client.metrics.retirements == 2 })
        }
    }

    @Test func connectionsThatEndAllTheTimeFailNobody() async throws {
        try await withDatabase({ ($0.connections, $0.connectionLifetime) = (3, .zero) }) { client, _ in
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...300 {
                    group.addTask { try await client.perform(plain, "select \(number)").first!.decode(Int.self) }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 300 * 301 / 2)
            #expect(client.metrics.retirements > 0)
            #expect(client.metrics.failures.isEmpty)
            #expect(try await eventually { client.metrics.idle == 3 })
        }
    }

    @Test func nothingIsReplacedWhileTheServerCannotBeReached() async throws {
        try await withProxy({ ($0.connections, $0.connectionLifetime) = (2, .zero) }) { client, proxy async throws in
            proxy.set(.refuse)
            // The first to end cannot be replaced; the other has to stay.
            for number in 1...20 { #expect(try await client.perform(plain, "select \(number)").count == 1) }
            #expect(try await eventually { client.metrics.connections == 1 })
            #expect(try await eventually { client.metrics.retirements == 1 })
            proxy.set(.pass)
            #expect(try await eventually { client.metrics.connections == 2 })
        }
    }
}
