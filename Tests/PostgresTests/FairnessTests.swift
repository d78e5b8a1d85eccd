import Foundation
import Postgres
import Testing

@Suite struct FairnessTests {
    private let flood = UnitSettings(searchPath: "flood, public")
    private let other = UnitSettings(searchPath: "other, public")

    /// Asks `count` times at once, each time noting who it was.
    private func ask(_ client: PostgresClient, _ unit: UnitSettings, _ count: Int) -> [Task<Int, any Error>] {
        (0..<count).map { _ in
            Task { try await client.perform(unit, "insert into served (path) values (\(unit.searchPath))").affected }
        }
    }

    private func served(_ client: PostgresClient) async throws -> [String?] {
        try await client.perform(plain, "select path from served order by id").map { try $0.decode(String?.self) }
    }

    private func withTable(
        _ configure: (inout PostgresClient.Configuration) -> Void, _ body: (PostgresClient) async throws -> Void
    ) async throws {
        try await withDatabase(configure) { client, _ in
            _ = try await client.perform(plain, "create table served (id bigint generated always as identity, path text)")
            try await body(client)
        }
    }

    @Test func namespacesAreServedInTurn() async throws {
        try await withTable({ $0.connections = 1 }) { client in
            let holders = Holders(client, count: 1)
            await holders.haveBegun()
            let many = ask(client, flood, 30)
            #expect(try await eventually { client.metrics.waiting == 30 })
            let few = ask(client, other, 3)
            #expect(try await eventually { client.metrics.waiting == 33 })
            try await holders.end()
            for task in many + few { #expect(try await task.value == 1) }
            let places = try await served(client).enumerated().filter { $0.element == other.searchPath }.map(\.offset)
            #expect(places == [1, 3, 5])
        }
    }

    @Test func oneNamespacesFloodLeavesOthersWithoutErrors() async throws {
        try await withTable({ ($0.connections, $0.queueLimit) = (2, 40) }) { client in
            let holders = Holders(client, flood, count: 2)
            await holders.haveBegun()
            let many = ask(client, flood, 100)
            #expect(try await eventually { client.metrics.waiting == 30 && client.metrics.failures[.poolExhausted] == 70 })
            let few = ask(client, other, 10)
            #expect(try await eventually { client.metrics.waiting == 40 })
            // Now the queue is full for everybody.
            #expect(try await errorOf { try await client.perform(plain, "select 1") }.kind == .poolExhausted)
            try await holders.end()
            for task in few { #expect(try await task.value == 1) }
            var refused = 0
            for task in many {
                do { _ = try await task.value } catch let error as PostgresError where error.kind == .poolExhausted { refused += 1 }
            }
            #expect(refused == 70)
            #expect(try await served(client).count == 40)
        }
    }

    @Test func aNamespaceHoldsMoreThanItsShareOnlyWhileNobodyElseWaits() async throws {
        try await withTable({ $0.connections = 4 }) { client in
            let holders = Holders(client, flood, count: 4)
            await holders.haveBegun()
            let more = Holders(client, flood, count: 2)
            #expect(try await eventually { client.metrics.waiting == 2 })
            let few = ask(client, other, 5)
            #expect(try await eventually { client.metrics.waiting == 7 })
            // The one that comes free goes to the others until they are done, although the flood has waited longer.
            holders.end(0)
            for task in few { #expect(try await task.value == 1) }
            #expect(try await eventually { client.metrics.leases == 4 && client.metrics.waiting == 1 })
            holders.end(1)
            #expect(try await eventually { client.metrics.leases == 4 && client.metrics.waiting == 0 })
            try await holders.end()
            try await more.end()
        }
    }

    @Test func waitingUnitsThatGiveUpLeaveTheirLineInOrder() async throws {
        try await withTable({ $0.connections = 1 }) { client in
            let holders = Holders(client, count: 1)
            await holders.haveBegun()
            let many = ask(client, flood, 10)
            #expect(try await eventually { client.metrics.waiting == 10 })
            for task in many.prefix(5) { task.cancel() }
            for task in many.prefix(5) { await #expect(throws: CancellationError.self) { try await task.value } }
            #expect(try await eventually { client.metrics.waiting == 5 && client.metrics.cancellations == 5 })
            try await holders.end()
            for task in many.suffix(5) { #expect(try await task.value == 1) }
            #expect(try await served(client).count == 5)
        }
    }
}
