import Foundation
import Logging
import Platform
import Postgres

/// The platform on a database of its own, with the `server` login and with the `owner` login.
public final class TestPlatform: Sendable {
    public let platform: Platform
    /// The same with the owner's rights: provisioning, migrations.
    public let owner: Platform
    /// A superuser's way into the database.
    public let administrator: PostgresClient.Configuration
    public let client: PostgresClient
    private let services: [Task<Void, Never>]

    public init(
        features: [Feature], environment extra: [String: String] = [:], connections: Int = 4,
        database: PostgresClient.Configuration? = nil, runsJobs: Bool = true,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        administrator = if let database { database } else { try await TestCluster.makeDatabase() }
        let configuration = try Configuration(environment: Self.environment.merging(extra, uniquingKeysWith: { $1 }))
        var logins = try await DatabaseSetup(configuration, logger: quietLogger).logins(on: administrator)
        guard let ownerLogin = logins.owner else { throw TestCluster.NoTestCluster() }
        logins.server.connections = connections
        let ownerClient = PostgresClient(ownerLogin, logger: quietLogger)
        client = PostgresClient(logins.server, logger: quietLogger)
        let serverRole = logins.serverRole
        let make = { (client: PostgresClient) in
            try Platform(
                configuration: configuration, features: features, client: client, serverRole: serverRole, logger: quietLogger, clock: clock)
        }
        (platform, owner) = (try make(client), try make(ownerClient))
        var services = [Task { [client] in await client.run() }, Task { await ownerClient.run() }]
        try await PlatformMigrations(owner: ownerClient).apply()
        services.append(Task { [platform] in await platform.run(runsJobs: runsJobs) })
        self.services = services
    }

    private static var environment: [String: String] {
        get throws {
            [
                "APP_ENV": "test", "SECRET_KEY": "a key that only tests ever sign with", "BASE_DOMAIN": "localhost",
                "STORAGE_DIR": NSTemporaryDirectory() + "tessera-test-\(UUID().uuidString)",
                "TEMPLATES_DIR": TestSite.projectFolder + "/templates", "DATABASE_URL": try TestCluster.url(),
                "METRICS_TOKEN": "metrics-for-tests",
                // All of a run's people come from one address.
                "PAGE_RATE_LIMIT": "100000",
            ]
        }
    }

    /// Ends jobs, listening and both pools.
    public func stop() async {
        for service in services { service.cancel() }
        for service in services { await service.value }
    }
}
