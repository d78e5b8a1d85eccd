import Logging
import Postgres

/// Looks at everything the product stands on and says of each thing whether it holds and how to mend it.
public struct Doctor: Sendable {
    private let configuration: Configuration
    private let features: [Feature]
    private let logger: Logger

    public init(_ configuration: Configuration, features: [Feature], logger: Logger) {
        self.configuration = configuration
        self.features = features
        self.logger = logger
    }

    /// Never throws: what cannot be looked at is a finding as well.
    public func examine() async -> [Finding] {
        let storage = await StorageChecks(configuration).findings()
        // Without a place for files the product does not start at all, so there is nothing more to ask it.
        if storage.contains(where: { $0.level == .fail }) { return storage }
        return await storage + databaseFindings()
    }

    private func databaseFindings() async -> [Finding] {
        do {
            let logins = try await DatabaseSetup(configuration, logger: logger).logins()
            guard let owner = logins.owner else {
                return [.fail("owner login", "this process was given none", mend: "set DATABASE_OWNER_URL to the owner's login")]
            }
            return await findings(owner: owner.single, server: logins.server.single, serverRole: logins.serverRole)
        } catch {
            return [.fail("database", "\(error)", mend: "start PostgreSQL, or correct DATABASE_URL")]
        }
    }

    private func findings(owner: PostgresClient.Configuration, server: PostgresClient.Configuration, serverRole: String) async -> [Finding]
    {
        var findings: [Finding] = []
        do {
            _ = try await withClient(owner, logger: logger) { try await $0.perform(UnitSettings(), "select 1") }
            findings.append(.ok("owner login", owner.user ?? ""))
        } catch {
            return [.fail("owner login", "\(error)", mend: "correct DATABASE_OWNER_URL, or the password of its role")]
        }
        do {
            findings += try await withClient(owner, logger: logger) { owner in
                try await withClient(server, logger: logger) { server in
                    try await findingsOfBoth(owner: owner, server: server, serverRole: serverRole)
                }
            }
        } catch {
            findings.append(.fail("server login", "\(error)", mend: "correct DATABASE_URL, or the password of role \(serverRole)"))
        }
        return findings
    }

    private func findingsOfBoth(owner: PostgresClient, server: PostgresClient, serverRole: String) async throws -> [Finding] {
        let make = { client in
            try Platform(configuration: configuration, features: features, client: client, serverRole: serverRole, logger: logger)
        }
        try await server.perform(UnitSettings(), "select 1")
        let database = DatabaseChecks(owner: owner, server: server, serverRole: serverRole)
        let fleet = FleetChecks(owner: try make(owner), server: try make(server))
        return await [.ok("server login", serverRole)] + database.findings() + fleet.findings()
    }
}

extension PostgresClient.Configuration {
    /// With one connection: the doctor looks at one thing after the other, perhaps at a database that is short of them.
    fileprivate var single: Self {
        var copy = self
        copy.connections = 1
        return copy
    }
}

/// Runs one check; a check that breaks has failed.
func finding(_ check: String, _ body: () async throws -> Finding) async -> Finding {
    do {
        return try await body()
    } catch {
        return .fail(check, "could not be checked: \(error)", mend: "mend what stands above first, then look again")
    }
}
