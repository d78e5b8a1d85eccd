import Foundation
import Postgres

/// The tenants in which the last try to migrate has failed, so that a later run can leave them out or try only them.
enum MigrationFailures {
    static let migrations = [
        Migration(
            "platform/migration-failures-001",
            [
                """
                create table migration_failures (
                    tenant_id uuid primary key,
                    problem text not null,
                    tries integer not null,
                    failed_at timestamptz not null,
                    constraint migration_failures_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
                )
                """
            ])
    ]

    static func note(_ problem: String, of id: UUID) -> SQL {
        """
        insert into platform.migration_failures (tenant_id, problem, tries, failed_at) values (\(id), \(problem), 1, clock_timestamp())
        on conflict (tenant_id) do update
        set problem = excluded.problem, tries = migration_failures.tries + 1, failed_at = excluded.failed_at
        """
    }

    static func forget(_ id: UUID) -> SQL {
        "delete from platform.migration_failures where tenant_id = \(id)"
    }

    /// None while the platform's own schema is behind.
    static func tenants(_ client: PostgresClient) async throws -> Set<UUID> {
        let isThere = try await !client.perform(
            UnitSettings(), "select 1 where to_regclass('platform.migration_failures') is not null"
        ).isEmpty
        guard isThere else { return [] }
        return Set(
            try await client.perform(UnitSettings(), "select tenant_id from platform.migration_failures").map { try $0.decode(UUID.self) })
    }
}

extension FleetMigrations {
    /// Which of the outdated tenants a run is for.
    public enum Choice: Sendable {
        case all
        /// Those that no run has failed in.
        case untried
        /// Those that the last run has failed in.
        case failed
    }

    /// Those of the outdated tenants that `selector` and `choice` mean, by slug.
    public func outdated(_ selector: TenantSelector, _ choice: Choice = .all, limit: Int?) async throws -> [Tenant] {
        var chosen = Set(try await TenantRegister(platform).list(selector, withSpares: true).map(\.id))
        if choice != .all {
            let failed = try await MigrationFailures.tenants(platform.client)
            chosen = choice == .failed ? chosen.intersection(failed) : chosen.subtracting(failed)
        }
        return Array(try await outdated().filter { chosen.contains($0.id) }.prefix(limit ?? .max))
    }
}
