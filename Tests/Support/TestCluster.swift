import Foundation
import Logging
import Platform
import Postgres

/// The PostgreSQL server that the whole test run shares, and databases on it.
public enum TestCluster {
    /// A superuser's URL; `bin/test` starts the server and sets it.
    public static func url() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] else { throw NoTestCluster() }
        return url
    }

    public struct NoTestCluster: Error, CustomStringConvertible {
        public let description = "TEST_DATABASE_URL is not set: run the tests with bin/test, or start a server with bin/postgres."
    }

    /// A new, empty database and the superuser's way into it.
    public static func makeDatabase() async throws -> PostgresClient.Configuration {
        let name = "test_\(UUID().uuidString.prefix(8).lowercased())"
        var administrator = try PostgresClient.Configuration(url: url())
        administrator.connections = 1
        try await withClient(administrator, logger: quietLogger) { client in
            _ = try await client.executeOutsideTransaction(.ddl("create database \(name)"))
        }
        administrator.database = name
        return administrator
    }
}

/// Says nothing below an error: what tests provoke on purpose is not news.
public let quietLogger: Logger = {
    var logger = Logger(label: "test") { _ in StreamLogHandler.standardError(label: "test") }
    logger.logLevel = .critical
    return logger
}()

/// The same database by way of 127.0.0.1, on the server's own port or another.
public func overTCP(_ url: String, port: UInt16? = nil) throws -> String {
    let parameters = try PostgresClient.Configuration(url: url).connectionParameters
    guard var components = URLComponents(string: url) else { throw Failed("\(url) is no URL") }
    components.host = "127.0.0.1"
    components.port = port.map(Int.init) ?? parameters["port"].flatMap(Int.init)
    components.queryItems?.removeAll { ["host", "port"].contains($0.name) }
    guard let text = components.string else { throw Failed("\(url) is no URL") }
    return text
}
