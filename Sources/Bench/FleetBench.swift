import Foundation
import Platform
import Postgres
import Tenant

/// How long it takes to make tenants, and to find that none needs migrating.
struct FleetBench {
    private let site: BenchSite

    init(_ site: BenchSite) {
        self.site = site
    }

    func provision() async throws -> [BenchResult] {
        try await withPlatform { platform, client in
            var times: [Duration] = []
            for number in 0..<10 {
                let began = ContinuousClock.now
                try await Provisioning(platform).create(
                    ProvisioningRequest(slug: "cold\(number)", name: "Cold", adminEmail: "a@example.com", adminName: "A"))
                times.append(ContinuousClock.now - began)
            }
            let median = times.sorted()[times.count / 2] / .milliseconds(1)
            return [BenchResult(name: "provision_cold", value: median, unit: "ms")]
        }
    }

    func migrateNothing() async throws -> [BenchResult] {
        try await withPlatform { platform, _ in
            var times: [Duration] = []
            for _ in 0..<20 {
                let began = ContinuousClock.now
                _ = try await FleetMigrations(platform).outdated()
                times.append(ContinuousClock.now - began)
            }
            return [BenchResult(name: "migrate_noop", value: times.sorted()[10] / .seconds(1), unit: "s", goal: 0.1, smallerIsBetter: true)]
        }
    }

    private func withPlatform<T: Sendable>(_ body: @Sendable (Platform, PostgresClient) async throws -> T) async throws -> T {
        let (configuration, serverRole) = (try Configuration(environment: site.environment), site.serverRole)
        return try await withClient(site.database, logger: benchLogger) { client in
            let platform = try Platform(
                configuration: configuration, features: Features.platform, client: client, serverRole: serverRole, logger: benchLogger)
            return try await body(platform, client)
        }
    }
}
