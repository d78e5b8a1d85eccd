import Foundation
import Postgres
import Testing

@Suite struct UnitTests {
    private struct Item: RowDecodable, Equatable {
        let id: Int
        let name: String?

        init(row: inout RowReader) throws {
            id = try row.next()
            name = try row.next()
        }
    }

    @Test func rowsDecodeThemselves() async throws {
        try await withDatabase { client, _ in
            let rows = try await client.perform(plain, "select i, case when i > 1 then 'n' || i end from generate_series(1, 3) i")
            let items = try rows.decode(Item.self)
            #expect(items.map(\.id) == [1, 2, 3])
            #expect(items.map(\.name) == [nil, "n2", "n3"])
        }
    }

    @Test func settingsAreGoneAfterTheUnit() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, database in
            let role = SQLIdentifier(unchecked: database.name)
            try await client.transaction(plain) { transaction in
                try await transaction.execute("create role \(role)")
                try await transaction.execute("create schema apart")
            }
            let look: SQL = """
                select current_user::text, current_setting('search_path'), current_setting('statement_timeout'), \
                current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'), \
                current_setting('transaction_read_only')
                """
            func settings(_ unit: UnitSettings) async throws -> [String] {
                let row = try #require(try await client.perform(unit, look).first)
                return try (0..<6).map { try row[$0].decode(String.self) }
            }
            let before = try await settings(plain)
            let unit = UnitSettings(
                role: database.name, searchPath: "apart, public", statementTimeout: .milliseconds(1500),
                lockTimeout: .seconds(2), isReadOnly: true)
            for _ in 0..<4 {
                #expect(try await settings(unit) == [database.name, "apart, public", "1500ms", "2s", "30s", "on"])
                #expect(try await settings(plain) == before)
            }
            let outside = try #require(try await client.executeOutsideTransaction(look).first)
            #expect(try outside.decode((String, String).self) == (before[0], before[1]))
            _ = try await client.perform(plain, "drop role \(role)")
        }
    }

    @Test func aUnitIsAllOrNothing() async throws {
        try await withDatabase { client, _ in
            _ = try await client.perform(plain, "create table t (id int8 primary key)")
            for _ in 0..<4 {
                let error = try await errorOf {
                    try await client.perform(plain, ["insert into t values (1)", "insert into t values (2)", "select 1 / 0"])
                }
                #expect(error.sqlState == "22012")
                #expect(error.statement == "select 1 / 0")
            }
            #expect(try await client.perform(plain, "select * from t").isEmpty)
            let results = try await client.perform(
                plain, ["insert into t values (1), (2)", "select id from t order by id", "delete from t where id = \(1)"])
            #expect(results.map(\.affected) == [2, 2, 1])
        }
    }

    @Test func aTransactionCommitsOnReturnAndRollsBackOnThrow() async throws {
        struct Stop: Error {}
        try await withDatabase { client, _ in
            _ = try await client.perform(plain, "create table t (id int8 primary key)")
            let id = try await client.transaction(plain) { transaction in
                let inserted = try await transaction.query("insert into t values (1) returning id")
                try await transaction.execute("update t set id = id + 1")
                return try inserted.first?.decode(Int.self)
            }
            #expect(id == 1)
            await #expect(throws: Stop.self) {
                try await client.transaction(plain) { transaction in
                    try await transaction.execute("insert into t values (10)")
                    throw Stop()
                }
            }
            #expect(try await client.perform(plain, "select id from t").map { try $0.decode(Int.self) } == [2])
        }
    }

    @Test func savepointsUndoOnlyTheirPart() async throws {
        try await withDatabase { client, _ in
            _ = try await client.perform(plain, "create table t (id int8 primary key)")
            try await client.transaction(plain) { transaction in
                try await transaction.execute("insert into t values (1)")
                let error = try await errorOf {
                    try await transaction.savepoint {
                        try await transaction.execute("insert into t values (2)")
                        try await transaction.execute("insert into t values (1)")
                    }
                }
                #expect(error.kind == .uniqueViolation)
                try await transaction.savepoint { _ = try await transaction.execute("insert into t values (3)") }
            }
            #expect(try await client.perform(plain, "select id from t order by id").map { try $0.decode(Int.self) } == [1, 3])
        }
    }

    @Test func aSwallowedErrorDoesNotPassForACommit() async throws {
        try await withDatabase { client, _ in
            let error = try await errorOf {
                try await client.transaction(plain) { transaction in
                    _ = try? await transaction.execute("select 1 / 0")
                }
            }
            #expect(error.kind == .transactionAborted)
        }
    }

    @Test func aTransactionCannotBeUsedAfterItsEnd() async throws {
        try await withDatabase { client, _ in
            let escaped = try await client.transaction(plain) { $0 }
            #expect(try await errorOf { try await escaped.query("select 1") }.kind == .closed)
        }
    }

    @Test func statementsAtTheSameTimeQueueInTheirTransaction() async throws {
        try await withDatabase { client, _ in
            let sum = try await client.transaction(plain) { transaction in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 1...20 {
                        group.addTask { try await transaction.query("select \(number)").first!.decode(Int.self) }
                    }
                    var sum = 0
                    for try await number in group { sum += number }
                    return sum
                }
            }
            #expect(sum == 210)
            #expect(try await eventually { client.metrics.leases == 0 })
        }
    }

    @Test func violationsAreToldApartAndNeverQuoteValues() async throws {
        try await withDatabase { client, _ in
            _ = try await client.perform(
                plain,
                [
                    "create table parent (id int8 primary key)",
                    """
                    create table t (email text constraint t_email_key unique, age int8 constraint t_age_check check (age > 0), \
                    name text not null, parent int8 constraint t_parent_fkey references parent)
                    """,
                    "insert into t values ('secret@example.com', 1, 'a', null)",
                ])
            func error(_ email: String, _ age: Int, _ name: String?, _ parent: Int?) async throws -> PostgresError {
                try await errorOf {
                    try await client.perform(
                        plain, ("insert into t values (\(email), \(age), \(name), \(parent))" as SQL).named("add contact"))
                }
            }
            let unique = try await error("secret@example.com", 1, "a", nil)
            #expect(unique.kind == .uniqueViolation)
            #expect(unique.constraint == "t_email_key")
            #expect(unique.table == "t")
            #expect(unique.statement == "add contact")
            #expect("\(unique)".contains("23505") && "\(unique)".contains("t_email_key") && "\(unique)".contains("add contact"))
            #expect(!"\(unique)".contains("secret") && !String(describing: unique).contains("secret"))
            #expect(!unique.isTransient)
            #expect(try await error("b", -1, "a", nil).kind == .checkViolation)
            let missing = try await error("b", 1, nil, nil)
            #expect(missing.kind == .notNullViolation)
            #expect(missing.column == "name")
            #expect(try await error("b", 1, "a", 77).kind == .foreignKeyViolation)
            let badInput = try await errorOf { try await client.perform(plain, "select \("secret-number")::int8") }
            #expect(!"\(badInput)".contains("secret"))
            #expect(try await errorOf { try await client.perform(plain, "select * from nowhere") }.kind == .undefinedTable)
        }
    }

    @Test func aDeadlockUndoesOneOfTheTwo() async throws {
        try await withDatabase { client, _ in
            _ = try await client.perform(plain, ["create table t (id int8 primary key, n int8)", "insert into t values (1, 0), (2, 0)"])
            let (bothHaveOne, arrivals) = (Barrier(2), [(1, 2), (2, 1)])
            let errors = try await withThrowingTaskGroup(of: PostgresError?.self) { group in
                for (first, second) in arrivals {
                    group.addTask {
                        do {
                            try await client.transaction(plain) { transaction in
                                try await transaction.execute("set local deadlock_timeout = '20ms'")
                                try await transaction.execute("update t set n = n + 1 where id = \(first)")
                                await bothHaveOne.arrive()
                                try await transaction.execute("update t set n = n + 1 where id = \(second)")
                            }
                            return nil
                        } catch let error as PostgresError {
                            return error
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let undone = try #require(errors.compactMap(\.self).first)
            #expect(errors.compactMap(\.self).count == 1)
            #expect(undone.kind == .deadlock && undone.wasUndone && undone.isTransient)
            #expect(try await client.perform(plain, "select n from t").map { try $0.decode(Int.self) } == [1, 1])
        }
    }

    @Test func aReadOnlyUnitCannotWrite() async throws {
        try await withDatabase { client, _ in
            let error = try await errorOf { try await client.perform(UnitSettings(isReadOnly: true), "create table t ()") }
            #expect(error.sqlState == "25006")
        }
    }

    @Test func indexesCanBeBuiltConcurrently() async throws {
        try await withDatabase { client, _ in
            _ = try await client.perform(plain, "create table t (id int8)")
            _ = try await client.executeOutsideTransaction("create index concurrently t_id on t (id)")
            _ = try await client.executeOutsideTransaction("vacuum t")
        }
    }

    @Test func nothingPreparedWorksToo() async throws {
        try await withDatabase({ $0.preparesStatements = false }) { client, _ in
            for number in 1...5 {
                #expect(try await client.perform(plain, "select \(number)").first?.decode(Int.self) == number)
            }
            let row = try #require(try await client.perform(plain, "select count(*) from pg_prepared_statements").first)
            #expect(try row.decode(Int.self) == 0)
        }
    }

    @Test func largePipelinesDoNotBlock() async throws {
        try await withDatabase { client, _ in
            let text = String(repeating: "x", count: 200_000)
            let results = try await client.perform(plain, (0..<100).map { _ in "select \(text)" })
            #expect(try results.allSatisfy { try $0.first?.decode(String.self) == text })
        }
    }
}

/// Lets nobody pass before all have arrived.
private actor Barrier {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        missing = count
    }

    func arrive() async {
        missing -= 1
        guard missing > 0 else { return waiting.forEach { $0.resume() } }
        await withCheckedContinuation { waiting.append($0) }
    }
}
