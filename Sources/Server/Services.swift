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

    func run() async throws {
        await cancelWhenGracefulShutdown { await platform.run() }
    }
}
