import Foundation
import Postgres

/// Migrations over all tenant schemas, each tenant in a transaction of its own.
public struct FleetMigrations: Sendable {
    /// What became of one tenant.
    public enum Outcome: Sendable, Equatable {
        case migrated([String])
        case current
        /// Somebody holds a lock in its schema; its own traffic goes first.
        case deferred
        case failed(String)
    }

    public struct Pending: Sendable {
        public let tenant: Tenant
        public let migrations: [Migration]
    }

    let platform: Platform
    private var client: PostgresClient { platform.client }
    private var plan: SchemaPlan { platform.schemaPlan }

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// The tenants that are not at this build's version: one query, whatever their number.
    public func outdated() async throws -> [Tenant] {
        let ids = try await client.perform(
            UnitSettings(),
            """
            select id from platform.tenants
            where schema_version <> \(plan.version) and state in ('active', 'read_only', 'suspended') order by slug
            """)
        var tenants: [Tenant] = []
        for row in ids {
            if let tenant = try await platform.directory.tenant(id: row.decode(UUID.self)) { tenants.append(tenant) }
        }
        return tenants
    }

    /// What `apply` would run in `tenant`.
    /// - Throws: `SchemaError` where this build must not touch the schema.
    public func pending(in tenant: Tenant) async throws -> Pending {
        let ledger = try await client.perform(settings(of: tenant), SchemaLedger.applied).decode(AppliedMigration.self)
        return Pending(tenant: tenant, migrations: try plan.pending(after: ledger))
    }

    /// Migrates one tenant, or says why not. A schema is exactly as it was before or exactly at the new version.
    public func migrate(_ tenant: Tenant) async -> Outcome {
        do {
            return try await run(tenant)
        } catch let error as PostgresError where error.kind == .lockNotAvailable {
            return .deferred
        } catch {
            return .failed("\(error)")
        }
    }

    private func run(_ tenant: Tenant) async throws -> Outcome {
        let applied = try await client.transaction(settings(of: tenant)) { transaction -> [String] in
            // Two migrators may race; the second waits here and then finds nothing left to do.
            try await transaction.execute("select pg_advisory_xact_lock(hashtextextended(\(tenant.schema.description), 0))")
            let ledger = try await transaction.query(SchemaLedger.applied).decode(AppliedMigration.self)
            let pending = try plan.pending(after: ledger)
            let version = TenantQueries.setSchemaVersion(plan.version, of: tenant.id)
            _ = try await transaction.pipeline(SchemaLedger.statements(applying: pending) + [version])
            return pending.map(\.id)
        }
        return applied.isEmpty ? .current : .migrated(applied)
    }

    private func settings(of tenant: Tenant) -> UnitSettings {
        SchemaLedger(schema: tenant.schema.description).settings
    }
}
