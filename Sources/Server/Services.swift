import Platform
import Postgres
import ServiceLifecycle

/// The connection pool, open as long as the server runs.
struct DatabaseService: Service {
    let client: PostgresClient

    func run() async throws {
        await cancelWhenGracefulShutdown { await client.run() }
    }
}

/// Jobs and announcements between servers.
struct PlatformService: Service {
    let platform: Platform
    let runsJobs: Bool

    func run() async throws {
        await cancelWhenGracefulShutdown { await platform.run(runsJobs: runsJobs) }
    }
}

/// Where the server was given the owner's rights: finishes what a crash has left, purges deleted tenants when it is time, and keeps
/// spare ones ready. Its connections
/// are open only while there is something to do.
struct CaretakerService: Service {
    let owner: PostgresClient.Configuration
    /// The server's own, for everything but the login.
    let platform: Platform
    let serverRole: String

    private static let pause = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await lookAround()
                } catch {
                    platform.logger.warning("the caretaker comes back later", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func lookAround() async throws {
        let (platform, serverRole) = (platform, serverRole)
        try await withClient(owner, logger: platform.logger) { client in
            let own = try Platform(
                configuration: platform.configuration, features: platform.features, client: client, serverRole: serverRole,
                logger: platform.logger)
            try await FleetSweep(own).run()
            try await DuePurges(own).run()
            try await OnDemandIndexes(own).buildAll()
            let built = try await SparePool(own).fill(to: platform.configuration.spareTenants)
            if built > 0 { platform.logger.info("spare tenants built", metadata: ["count": "\(built)"]) }
        }
    }
}
