import Foundation
import Postgres
import Testing

@Suite struct CopyTests {
    private struct Stop: Error {}

    private func withTable(_ body: (PostgresClient) async throws -> Void) async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            _ = try await client.perform(plain, "create table t (id int8 primary key, name text, day date)")
            try await body(client)
            // The connection is as good as before.
            #expect(try await client.perform(plain, "select \(1)").count == 1)
            #expect(client.metrics.reconnects == 0)
        }
    }

    @Test func binaryRowsGoInAndComeOut() async throws {
        try await withTable { client in
            let day = CalendarDate(iso: "2024-02-29")
            let count = try await client.transaction(plain) { transaction in
                try await transaction.copyIn("copy t from stdin (format binary)") { writer in
                    var rows = BinaryCopyRows(columns: 3)
                    for id in 0..<50_000 {
                        rows.append(id, id.isMultiple(of: 2) ? "name \(id)" : nil, day)
                        if rows.size > 65_536 { try await writer.write(rows.take()) }
                    }
                    try await writer.write(rows.finish())
                }
            }
            #expect(count == 50_000)
            let row = try #require(
                try await client.perform(plain, "select count(*), count(name), count(distinct day), sum(id)::int8 from t").first)
            #expect(try row.decode((Int, Int, Int, Int).self) == (50_000, 25_000, 1, 1_249_975_000))
            let size = try await client.transaction(plain) { transaction in
                var size = 0
                for try await chunk in transaction.copyOut("copy t to stdout (format binary)") { size += chunk.count }
                try await transaction.execute("select 1")
                return size
            }
            #expect(size > 50_000 * 20)
        }
    }

    @Test func rowsAreWrittenValueByValueWhereColumnsAreKnownAtRunTime() async throws {
        try await withTable { client in
            var rows = BinaryCopyRows(columns: 3)
            for (id, name) in [(1, "one"), (2, nil)] as [(Int, String?)] {
                rows.beginRow()
                rows.add(id)
                rows.add(name)
                rows.add(CalendarDate(iso: "2024-02-29"))
            }
            let bytes = rows.finish()
            let count = try await client.transaction(plain) { transaction in
                try await transaction.copyIn("copy t from stdin (format binary)") { try await $0.write(bytes) }
            }
            #expect(count == 2)
            let found = try await client.perform(plain, "select id, name, day::text from t order by id")
            #expect(try found.map { try $0.decode((Int, String?, String).self) }.map(\.1) == ["one", nil])
            #expect(try found.map { try $0.decode((Int, String?, String).self) }.map(\.2) == ["2024-02-29", "2024-02-29"])
        }
    }

    @Test func textGoesInAndComesOut() async throws {
        try await withTable { client in
            let text = "1,one,2024-01-01\n2,\"two, or more\",\n"
            let copy = try await client.transaction(plain) { transaction in
                let count = try await transaction.copyIn("copy t from stdin (format csv)") { writer in
                    for byte in text.utf8 { try await writer.write([byte]) }
                }
                #expect(count == 2)
                var copy: [UInt8] = []
                for try await chunk in transaction.copyOut("copy t to stdout (format csv)") { copy += chunk }
                return String(decoding: copy, as: UTF8.self)
            }
            #expect(copy == text)
        }
    }

    @Test func aCopyThatIsGivenUpStoresNothing() async throws {
        try await withTable { client in
            await #expect(throws: Stop.self) {
                try await client.transaction(plain) { transaction in
                    _ = try await transaction.copyIn("copy t from stdin (format csv)") { writer in
                        try await writer.write(Array("1,one,\n".utf8))
                        throw Stop()
                    }
                }
            }
            let rows = try await client.perform(plain, "select * from t")
            #expect(rows.isEmpty)
        }
    }

    @Test func badDataIsAnErrorAndTheSavepointSurvives() async throws {
        try await withTable { client in
            try await client.transaction(plain) { transaction in
                let error = try await errorOf {
                    try await transaction.savepoint {
                        try await transaction.copyIn("copy t from stdin (format csv)") { writer in
                            try await writer.write(Array("secret,one,\n".utf8))
                        }
                    }
                }
                #expect(error.sqlState == "22P02")
                #expect(!"\(error)".contains("secret"))
                try await transaction.execute("insert into t values (1)")
            }
            #expect(try await client.perform(plain, "select * from t").count == 1)
        }
    }

    @Test func aCopyThatCannotStartIsAnError() async throws {
        try await withTable { client in
            let error = try await errorOf {
                try await client.transaction(plain) { try await $0.copyIn("copy nowhere from stdin") { _ in } }
            }
            #expect(error.kind == .undefinedTable)
            let notCopy = try await errorOf {
                try await client.transaction(plain) { try await $0.copyIn("select 1") { _ in } }
            }
            #expect(notCopy.kind == .other)
        }
    }

    @Test func anAbandonedOutputIsSkipped() async throws {
        try await withTable { client in
            let count = try await client.transaction(plain) { transaction in
                for try await _ in transaction.copyOut("copy (select generate_series(1, 500000)) to stdout") { break }
                return try await transaction.query("select \(7)").first?.decode(Int.self)
            }
            #expect(count == 7)
        }
    }

    @Test func unreadOutputStaysAtTheServer() async throws {
        try await withTable { client in
            let rows = try await client.transaction(plain) { transaction in
                var lines = 0
                for try await chunk in transaction.copyOut("copy (select generate_series(1, 300000)) to stdout") {
                    if lines == 0 { try await Task.sleep(for: .milliseconds(300)) }
                    lines += chunk.count { $0 == UInt8(ascii: "\n") }
                }
                return lines
            }
            #expect(rows == 300_000)
        }
    }
}
