import Foundation
import Platform
import Postgres
import Tenant

/// How long it takes to migrate a fleet and to look it over.
struct FleetBench {
    private static let workers = 4
    private static let rounds = 3

    private let size: Int
    private let environment: [String: String]
    private let serverRole: String
    private let owner: PostgresClient.Configuration

    init(_ site: BenchSite) {
        size = site.fleetSize
        (environment, serverRole) = (site.environment, site.serverRole)
        var owner = site.database
        owner.connections = 2 * Self.workers
        self.owner = owner
    }

    func migrateNothing() async throws -> [BenchResult] {
        try await fillUp()
        return try await withPlatform([]) { platform in
            [try await median("migrate_noop", goal: 0.1, rounds: 20) { _ in _ = try await FleetMigrations(platform).outdated() }]
        }
    }

    func addColumn() async throws -> [BenchResult] {
        try await fillUp()
        return [try await median("migrate_add_column", goal: 3) { try await migrate(Array(BenchMigrations.columns.prefix($0 + 1))) }]
    }

    func addTable() async throws -> [BenchResult] {
        try await fillUp()
        try await migrate(BenchMigrations.columns)
        return [
            try await median("migrate_add_table", goal: 6) {
                try await migrate(BenchMigrations.columns + BenchMigrations.tables.prefix($0 + 1))
            }
        ]
    }

    func scanForDrift() async throws -> [BenchResult] {
        try await fillUp()
        return try await withPlatform(BenchMigrations.columns + BenchMigrations.tables) { platform in
            let scan = DriftScan(platform)
            let result = try await median("drift_scan") { _ in
                let drifts = try await scan.scan(try await scan.tenants(), workers: Self.workers)
                guard drifts.isEmpty else { throw FleetFailed(problem: "\(drifts.count) tenants differ: \(drifts[0])") }
            }
            return [result]
        }
    }

    /// Brings the whole fleet up to date, as `console migrate apply` does.
    private func migrate(_ more: [Migration]) async throws {
        try await withPlatform(more) { platform in
            let fleet = FleetMigrations(platform)
            let tally = try await FleetRun(fleet, workers: Self.workers).migrate(try await fleet.outdated()) { _ in }
            guard tally.isComplete else { throw FleetFailed(problem: "\(tally.entries.first { $0.outcome != .current }.debugDescription)") }
        }
    }

    /// Spares are migrated like tenants, and are quickly made.
    private func fillUp() async throws {
        try await withPlatform([]) { platform in
            let missing = size - (try await DriftScan(platform).tenants().count)
            guard missing > 0 else { return }
            say("making \(missing) more tenants")
            let pool = SparePool(platform)
            try await pool.fill(to: pool.status().ready + missing)
        }
    }

    private func median(
        _ name: String, goal: Double? = nil, rounds: Int = rounds, _ body: (Int) async throws -> Void
    ) async throws -> BenchResult {
        var times: [Double] = []
        for round in 0..<rounds {
            let began = ContinuousClock.now
            try await body(round)
            times.append((ContinuousClock.now - began) / .seconds(1))
        }
        return BenchResult(name: name, value: times.median { $0 }, unit: "s", goal: goal, smallerIsBetter: true)
    }

    private func withPlatform<T: Sendable>(_ more: [Migration], _ body: @Sendable (Platform) async throws -> T) async throws -> T {
        let features = Features.platform + [Feature(name: "bench", migrations: more)]
        let (configuration, serverRole) = (try Configuration(environment: environment), serverRole)
        return try await withClient(owner, logger: benchLogger) { client in
            try await body(
                Platform(configuration: configuration, features: features, client: client, serverRole: serverRole, logger: benchLogger))
        }
    }
}

/// One for each round.
private enum BenchMigrations {
    static let columns = (1...3).map { Migration("bench/column-\($0)", ["alter table contacts add column bench_\($0) text"]) }

    static let tables = (1...3).map { number in
        Migration(
            "bench/table-\(number)",
            [
                """
                create table bench_\(number) (
                    id uuid primary key,
                    contact_id uuid not null,
                    label text not null default '',
                    created_at timestamptz not null default now(),
                    constraint bench_\(number)_contact_fkey foreign key (contact_id) references contacts (id) on delete cascade
                )
                """,
                "create index bench_\(number)_contact on bench_\(number) (contact_id, created_at)",
                "create index bench_\(number)_label on bench_\(number) (label)",
            ])
    }
}

struct FleetFailed: Error, CustomStringConvertible {
    let problem: String
    var description: String { "the fleet is not as it should be: \(problem)" }
}
