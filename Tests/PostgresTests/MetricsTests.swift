import Foundation
import Logging
import Postgres
import Synchronization
import Testing

@Suite struct MetricsTests {
    @Test func waitsAreCountedByTheirLength() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            for _ in 1...3 { _ = try await client.perform(plain, "select 1") }
            let holders = Holders(client, count: 1)
            await holders.haveBegun()
            let task = Task { try await client.perform(plain, "select 2") }
            #expect(try await eventually { client.metrics.waiting == 1 })
            try await holders.end()
            _ = try await task.value
            let waits = client.metrics.leaseWaits
            #expect(waits.count == 5)
            #expect(waits.longest > .zero)
            #expect(waits.total >= waits.longest)
            #expect(waits.cumulativeCounts.count == DurationHistogram.bounds.count)
            #expect(waits.cumulativeCounts == waits.cumulativeCounts.sorted())
            #expect(waits.cumulativeCounts.last ?? 0 <= waits.count)
        }
    }

    @Test func failuresAreCountedByReason() async throws {
        try await withDatabase { client, _ in
            _ = try await client.perform(plain, ["create table t (id int8 primary key)", "insert into t values (1)"])
            for _ in 1...3 { _ = try await errorOf { try await client.perform(plain, "insert into t values (1)") } }
            _ = try await errorOf { try await client.perform(plain, "select * from nowhere") }
            #expect(try await eventually { client.metrics.failures == [.uniqueViolation: 3, .undefinedTable: 1] })
        }
    }

    @Test func slowStatementsAreLoggedByNameAndWithoutTheirValues() async throws {
        try await withDatabase { _, database in
            let log = LogRecorder()
            var configuration = database.configuration
            configuration.slowStatement = .milliseconds(20)
            let client = PostgresClient(configuration, logger: log.logger)
            try await running(client) {
                let unit = UnitSettings(searchPath: "tenant_7")
                let nap: SQL = "select pg_sleep(0.05), \("secret")"
                _ = try await client.perform(unit, [nap.named("naps.take"), "select 'a text', \("secret")"])
                #expect(try await eventually { client.metrics.slowStatements == 1 })
                let line = try #require(log.lines.first { $0.contains("slow statement") })
                #expect(line.contains("naps.take") && line.contains("a text") && line.contains("$1"))
                #expect(line.contains("tenant_7"))
                #expect(!line.contains("secret") && !line.contains("pg_sleep"))
            }
        }
    }

    @Test func scriptsAreKnownByHowTheyBegin() async throws {
        try await withDatabase { _, database in
            let log = LogRecorder()
            var configuration = database.configuration
            configuration.slowStatement = .milliseconds(20)
            let client = PostgresClient(configuration, logger: log.logger)
            try await running(client) {
                let script: [SQL] = ["select pg_sleep(0.05)"] + (1...60).map { SQL(unchecked: "select 'step \($0)'") }
                _ = try await client.perform(UnitSettings(searchPath: "tenant_7"), script)
                #expect(try await eventually { client.metrics.slowStatements == 1 })
                let line = try #require(log.lines.first { $0.contains("slow statement") })
                #expect(line.contains("61") && line.contains("pg_sleep") && !line.contains("step 9"))
            }
        }
    }

    @Test func whatFailsSlowlyIsLoggedToo() async throws {
        try await withDatabase { _, database in
            let log = LogRecorder()
            var configuration = database.configuration
            configuration.slowStatement = .milliseconds(20)
            let client = PostgresClient(configuration, logger: log.logger)
            try await running(client) {
                let unit = UnitSettings(statementTimeout: .milliseconds(50))
                _ = try await errorOf { try await client.perform(unit, "select pg_sleep(10)") }
                let late = UnitSettings(deadline: .now + .milliseconds(100))
                _ = try await errorOf { try await client.perform(late, "select pg_sleep(11)") }
                #expect(log.lines.contains { $0.contains("pg_sleep(10)") })
                #expect(log.lines.contains { $0.contains("pg_sleep(11)") })
            }
        }
    }

    @Test func whatIsQuickIsNotLogged() async throws {
        try await withDatabase { _, database in
            let log = LogRecorder()
            var configuration = database.configuration
            configuration.slowStatement = nil
            let client = PostgresClient(configuration, logger: log.logger)
            try await running(client) {
                _ = try await client.perform(plain, "select pg_sleep(0.05)")
                #expect(client.metrics.slowStatements == 0)
                #expect(!log.lines.contains { $0.contains("slow") })
            }
        }
    }
}

/// Keeps what is logged.
private final class LogRecorder: Sendable {
    private let recorded = Mutex<[String]>([])

    var lines: [String] { recorded.withLock(\.self) }

    var logger: Logger { Logger(label: "postgres tests") { _ in Handler(recorder: self) } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorder.recorded.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}
