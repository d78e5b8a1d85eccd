import Foundation
import Postgres
import Testing

@Suite struct PreparedLimitTests {
    private func withLimit(_ limit: Int, _ body: (PostgresClient) async throws -> Void) async throws {
        try await withDatabase({ ($0.connections, $0.preparedLimit) = (1, limit) }) { client, _ in try await body(client) }
    }

    /// Runs a statement until it is prepared.
    private func prepare(_ client: PostgresClient, _ texts: SQL...) async throws {
        for text in texts {
            for _ in 1...2 { _ = try await client.perform(plain, text) }
        }
    }

    private func prepared(_ client: PostgresClient) async throws -> [String] {
        try await client.executeOutsideTransaction(
            "select statement from pg_prepared_statements where name like 's%' and statement like 'select _' order by prepare_time"
        ).map { try $0.decode(String.self) }
    }

    @Test func theStatementNotUsedForLongestMakesRoom() async throws {
        try await withLimit(3) { client in
            try await prepare(client, "select 1", "select 2", "select 3", "select 1", "select 4")
            // What had to make room is forgotten by the server with the next unit.
            _ = try await client.perform(plain, "select 4")
            #expect(try await prepared(client) == ["select 1", "select 3", "select 4"])
            #expect(client.metrics.preparedEvictions == 1)
            let hits = client.metrics.preparedHits
            for _ in 1...3 { _ = try await client.perform(plain, ["select 1", "select 3", "select 4"]) }
            #expect(client.metrics.preparedHits == hits + 9)
            #expect(try await client.perform(plain, "select 2").count == 1)
        }
    }

    @Test func manyStatementsKeepToTheLimit() async throws {
        try await withLimit(10) { client in
            for round in 1...4 {
                for schema in 1...30 {
                    let rows = try await client.perform(
                        UnitSettings(searchPath: "s\(schema)"), ["select 1", "select \(round)", "select 1"])
                    #expect(try rows[1].first?.decode(Int.self) == round)
                }
            }
            _ = try await client.perform(plain, "select 1")
            let count = try await client.executeOutsideTransaction("select count(*) from pg_prepared_statements where name like 's%'")
            #expect(try count.first?.decode(Int.self) ?? 0 <= 10)
            #expect(client.metrics.preparedEvictions > 20)
            #expect(client.metrics.reconnects == 0)
        }
    }

    @Test func aUnitThatFailsBeforeItForgetsLeavesThatToTheNext() async throws {
        try await withLimit(1) { client in
            try await prepare(client, "select 1", "select 2")
            let error = try await errorOf { try await client.perform(UnitSettings(role: "nobody_here"), "select 9") }
            #expect(error.statement == "unit settings")
            #expect(try await prepared(client).count == 2)
            _ = try await client.perform(plain, "select 3")
            #expect(try await prepared(client) == ["select 2"])
        }
    }

    @Test func aFailedPipelineIsNotAskedToForgetWhatItNeverPrepared() async throws {
        try await withLimit(1) { client in
            // The second use of both is in a pipeline that fails before it gets to them.
            _ = try await client.perform(plain, ["select 1", "select 2"])
            _ = try await errorOf { try await client.perform(plain, ["select 1 / 0", "select 1", "select 2"]) }
            try await prepare(client, "select 3", "select 4")
            _ = try await client.perform(plain, "select 4")
            #expect(try await prepared(client) == ["select 4"])
            #expect(client.metrics.reconnects == 0)
        }
    }

    @Test(arguments: ["deallocate all", "deallocate s1"] as [SQL])
    func namesThatSomebodyElseDeallocatedAreMadeAgain(_ statement: SQL) async throws {
        try await withLimit(1) { client in
            _ = try await client.perform(plain, "create table t (id int8)")
            try await prepare(client, "select 1")
            _ = try await client.executeOutsideTransaction(statement)
            for number in 1...4 { _ = try await client.perform(plain, ["insert into t values (\(number))", "select 1"]) }
            #expect(try await client.perform(plain, "select * from t").count == 4)
            #expect(client.metrics.reconnects == 1)
            #expect(client.metrics.failures.isEmpty)
        }
    }

    @Test func aNameToForgetThatIsGoneAlreadyCostsNothing() async throws {
        try await withLimit(1) { client in
            try await prepare(client, "select 1", "select 2")
            _ = try await client.executeOutsideTransaction("deallocate s1")
            #expect(try await client.perform(plain, "select 3").count == 1)
            #expect(client.metrics.reconnects == 1)
        }
    }
}
