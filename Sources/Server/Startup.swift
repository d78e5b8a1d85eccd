import Logging
import Platform
import Postgres
import Tenant

/// What a server that was given the owner's rights does before it listens: schemas up to date, demo tenants in place.
struct Startup {
    private let configuration: Configuration
    private let owner: PostgresClient.Configuration
    private let serverRole: String
    private let logger: Logger

    init(_ configuration: Configuration, owner: PostgresClient.Configuration, serverRole: String, logger: Logger) {
        self.configuration = configuration
        self.owner = owner
        self.serverRole = serverRole
        self.logger = logger
    }

    func prepare() async throws {
        let (configuration, serverRole, logger) = (configuration, serverRole, logger)
        try await withClient(owner, logger: logger) { client in
            let applied = try await PlatformMigrations(owner: client).apply()
            if !applied.isEmpty { logger.info("platform schema migrated", metadata: ["applied": "\(applied)"]) }
            let platform = try Platform(
                configuration: configuration, features: Features.platform, client: client, serverRole: serverRole, logger: logger)
            try await FleetSweep(platform).run()
            try await migrate(platform, logger)
            if configuration.seedsOnStartup { try await DemoTenants(platform).provision() }
        }
    }
}

private func migrate(_ platform: Platform, _ logger: Logger) async throws {
    let fleet = FleetMigrations(platform)
    for tenant in try await fleet.outdated() {
        let outcome = await fleet.migrate(tenant)
        logger.info("tenant schema migrated", metadata: ["tenant": "\(tenant.slug)", "outcome": "\(outcome)"])
    }
}
