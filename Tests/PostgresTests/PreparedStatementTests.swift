import Foundation
import Postgres
import Testing

@Suite struct PreparedStatementTests {
    private let names: SQL = "select count(*) from pg_prepared_statements where name like 's%'"

    @Test func theSecondUseIsPrepared() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            for number in 1...10 { _ = try await client.perform(plain, "select \(number)") }
            #expect(client.metrics.preparedMisses == 2)
            #expect(client.metrics.preparedHits == 8)
            #expect(client.metrics.statements == 10)
            #expect(client.metrics.roundTrips == 10)
            #expect(try await client.executeOutsideTransaction(names).first?.decode(Int.self) == 1)
        }
    }

    @Test func namesAreNotSharedBetweenNamespaces() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            for schema in ["one", "two"] {
                let name = SQLIdentifier(unchecked: schema)
                _ = try await client.perform(
                    plain,
                    [
                        "create schema \(name)", "create table \(name).t (name text)",
                        "insert into \(name).t values (\(schema))",
                    ])
            }
            for _ in 1...5 {
                for schema in ["one", "two"] {
                    let rows = try await client.perform(UnitSettings(searchPath: schema), "select name from t")
                    #expect(try rows.first?.decode(String.self) == schema)
                }
            }
            let statements = try await client.executeOutsideTransaction(
                "select count(*) from pg_prepared_statements where statement = 'select name from t'")
            #expect(try statements.first?.decode(Int.self) == 2)
        }
    }

    @Test func namesAreNotSharedBetweenTypesOfValues() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            for _ in 1...4 {
                let number = try await client.perform(plain, "select \(1)")
                let text = try await client.perform(plain, "select \("a")")
                #expect(try number.first?.decode(Int.self) == 1)
                #expect(try text.first?.decode(String.self) == "a")
            }
        }
    }

    @Test func aPlanThatNoLongerFitsIsReplaced() async throws {
        try await withDatabase({ $0.connections = 2 }) { client, _ in
            _ = try await client.perform(plain, ["create table t (id int8)", "insert into t values (1)"])
            func columns() async throws -> [String] { try await client.perform(plain, "select * from t").columns }
            for round in 1...6 {
                for _ in 1...4 { _ = try await columns() }
                let column = SQLIdentifier(unchecked: "c\(round)")
                _ = try await client.perform(plain, "alter table t add \(column) int8")
                #expect(try await columns().count == round + 1)
                let count = try await client.transaction(plain) { try await $0.query("select * from t").columns.count }
                #expect(count == round + 1)
            }
            #expect(client.metrics.reconnects > 0)
        }
    }

    @Test func aFailedPipelineForgetsOnlyWhatWasNotPrepared() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            for _ in 1...4 {
                _ = try await errorOf { try await client.perform(plain, ["select \(1)", "select 1 / 0", "select \("after")"]) }
            }
            for _ in 1...4 {
                let rows = try await client.perform(plain, ["select \(1)", "select \("after")"])
                #expect(try rows[1].first?.decode(String.self) == "after")
            }
        }
    }

    @Test func aStatementThatCannotBePreparedFailsEachTime() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            for _ in 1...4 {
                let error = try await errorOf { try await client.perform(plain, ("select nothing" as SQL).named("odd")) }
                #expect(error.sqlState == "42703")
                #expect(error.statement == "odd")
            }
            #expect(try await client.perform(plain, "select 1").count == 1)
        }
    }
}
