import Foundation
import Logging
import Platform
import Postgres
import Tenant
import Web

/// The product as a command uses it: with the owner's login, for as long as the command runs.
struct ConsoleSession {
    let configuration: Configuration
    let logger: Logger

    init(_ options: GlobalOptions) throws {
        configuration = try Configuration()
        logger = Self.makeLogger(options)
    }

    /// - Parameter connections: how many of them, at most; each takes one from what the database has for all.
    func withPlatform<T: Sendable>(
        connections: Int = 1, _ body: @Sendable (Platform) async throws -> T
    ) async throws -> T {
        let logins = try await DatabaseSetup(configuration, logger: logger).logins()
        guard var owner = logins.owner else { throw OwnerMissing() }
        owner.applicationName = "tessera console"
        owner.connections = connections
        return try await withClient(owner, logger: logger) { client in
            try await body(
                Platform(
                    configuration: configuration, features: Features.platform, client: client, serverRole: logins.serverRole, logger: logger
                ))
        }
    }

    /// Logs are messages: they go to standard error, and stay few unless asked for.
    private static func makeLogger(_ options: GlobalOptions) -> Logger {
        var logger = Logger(label: "console") { _ in TextLogHandler(sink: .standardError) }
        logger.logLevel = options.verbose ? .debug : .critical
        return logger
    }
}

/// This process was given a login that may not own schemas.
struct OwnerMissing: Error, CustomStringConvertible {
    let description = "The console needs the owner's login: set DATABASE_OWNER_URL."
}
