import Foundation
import Logging
import Postgres
import Testing

/// A database of its own for one test, on the cluster of `TEST_DATABASE_URL`.
struct TestDatabase {
    let name: String
    let configuration: PostgresClient.Configuration

    static var clusterURL: String {
        get throws {
            try #require(ProcessInfo.processInfo.environment["TEST_DATABASE_URL"], "TEST_DATABASE_URL is not set")
        }
    }

    /// A client of the database.
    var client: PostgresClient { PostgresClient(configuration, logger: quiet) }
}

let quiet = Logger(label: "postgres tests") { _ in SwiftLogNoOpLogHandler() }

/// Runs `body` with a client while its pool is open.
func running<Value>(_ client: PostgresClient, _ body: () async throws -> Value) async throws -> Value {
    let pool = Task { await client.run() }
    defer { pool.cancel() }
    return try await body()
}

/// Runs `body` with a client of a fresh database once all its connections are open; the database is dropped afterwards.
func withDatabase(
    _ configure: (inout PostgresClient.Configuration) -> Void = { _ in },
    _ body: (PostgresClient, TestDatabase) async throws -> Void
) async throws {
    var configuration = try PostgresClient.Configuration(url: TestDatabase.clusterURL)
    configuration.connections = 2
    let cluster = PostgresClient(configuration, logger: quiet)
    let name = "postgres_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    let identifier = SQLIdentifier(unchecked: name)
    configuration.database = name
    configure(&configuration)
    let database = TestDatabase(name: name, configuration: configuration)
    try await running(cluster) {
        _ = try await cluster.executeOutsideTransaction("create database \(identifier) template template0")
        let client = database.client
        let outcome: Swift.Result<Void, any Error>
        do {
            try await running(client) {
                _ = try await eventually { client.metrics.idle == database.configuration.connections }
                try await body(client, database)
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        _ = try await cluster.executeOutsideTransaction("drop database \(identifier) with (force)")
        try outcome.get()
    }
}

/// Runs `body` and returns the error it must throw.
func errorOf(
    _ body: () async throws -> some Any, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> PostgresError {
    try await #require(throws: PostgresError.self, sourceLocation: sourceLocation) { _ = try await body() }
}

/// Waits until `condition` holds, at most for `limit`.
func eventually(within limit: Duration = .seconds(10), _ condition: () async throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}

let plain = UnitSettings()
