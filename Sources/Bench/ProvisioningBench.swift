import Foundation
import Platform
import Postgres
import Tenant

/// How long a new tenant takes: made from nothing, beside its bare tables in one pipeline; and taken from the pool.
struct ProvisioningBench {
    private static let rounds = 20

    private let site: BenchSite

    init(_ site: BenchSite) {
        self.site = site
    }

    /// By turns with the yardstick, since the catalogue grows with every tenant.
    func cold() async throws -> [BenchResult] {
        try await site.withPlatform { platform, client in
            var times: (cold: [Double], bare: [Double]) = ([], [])
            for number in 0..<Self.rounds {
                times.bare.append(try await Self.milliseconds { try await Self.makeBareSchema(number, platform, client) })
                times.cold.append(try await Self.milliseconds { try await Self.order("cold\(number)", platform) })
            }
            for number in 0..<Self.rounds { _ = try await client.perform(UnitSettings(), .ddl("drop schema bare\(number) cascade")) }
            let (cold, bare) = (times.cold.median { $0 }, times.bare.median { $0 })
            return [
                BenchResult(
                    name: "provision_cold", value: cold, unit: "ms", ratio: cold / bare,
                    yardstick: "its tables alone, in one pipeline (\(Int(bare)) ms)", goal: 1.5, smallerIsBetter: true)
            ]
        }
    }

    func fromPool() async throws -> [BenchResult] {
        try await site.withPlatform { platform, _ in
            let cold = try await Self.milliseconds { try await Self.order("cold", platform) }
            try await SparePool(platform).fill(to: Self.rounds)
            var times: [Double] = []
            for number in 0..<Self.rounds {
                times.append(try await Self.milliseconds { try await Self.order("warm\(number)", platform) })
            }
            let warm = times.median { $0 }
            return [
                BenchResult(
                    name: "provision_pool", value: warm, unit: "ms", p50: warm, p99: times.max(), goal: 20, smallerIsBetter: true),
                BenchResult(
                    name: "provision_pool_saves", value: cold - warm, unit: "ms", ratio: warm / cold,
                    yardstick: "one made from nothing (\(Int(cold)) ms)"),
            ]
        }
    }

    private static func order(_ slug: String, _ platform: Platform) async throws {
        try await Provisioning(platform).create(
            ProvisioningRequest(slug: slug, name: "Measured", adminEmail: "a@example.com", adminName: "A"))
    }

    private static func makeBareSchema(_ number: Int, _ platform: Platform, _ client: PostgresClient) async throws {
        let settings = UnitSettings(searchPath: "bare\(number), extensions", statementTimeout: .seconds(60))
        let tables = platform.schemaPlan.migrations.flatMap { $0.statements.map { SQL.ddl($0) } }
        // Migrations may change the table that they are noted in.
        try await client.perform(
            settings, [.ddl("create schema bare\(number)"), "create table _migrations (id text primary key)"] + tables)
    }

    private static func milliseconds(_ work: () async throws -> Void) async throws -> Double {
        let began = ContinuousClock.now
        try await work()
        return (ContinuousClock.now - began) / .milliseconds(1)
    }
}

extension BenchSite {
    /// The product with the owner's login.
    func withPlatform<T: Sendable>(_ body: @Sendable (Platform, PostgresClient) async throws -> T) async throws -> T {
        let (configuration, serverRole) = (try Configuration(environment: environment), serverRole)
        return try await withClient(database, logger: benchLogger) { client in
            let platform = try Platform(
                configuration: configuration, features: Features.platform, client: client, serverRole: serverRole, logger: benchLogger)
            return try await body(platform, client)
        }
    }
}
