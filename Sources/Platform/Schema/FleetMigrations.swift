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
        /// Another migrator is at work in it.
        case claimed
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

    /// The tenants that are not at this build's version, spares included: one query, whatever their number.
    public func outdated() async throws -> [Tenant] {
        try await client.perform(UnitSettings(), TenantQueries.outdated(plan.version)).decode(Tenant.self)
    }

    /// What `apply` would run in `tenant`.
    /// - Throws: `SchemaError` where this build must not touch the schema.
    public func pending(in tenant: Tenant) async throws -> Pending {
        Pending(tenant: tenant, migrations: try plan.pending(after: try await ledger(of: tenant)))
    }

    /// Migrates one tenant, or says why not. A schema is exactly as it was before or exactly at the new version; only index builds and
    /// backfills, on which no code relies, follow in steps of their own.
    public func migrate(_ tenant: Tenant) async -> Outcome {
        do {
            let applied = try await run(tenant)
            if !applied.isEmpty { await settle(tenant) }
            return applied.isEmpty ? .current : .migrated(applied)
        } catch is SchemaClaimed {
            return .claimed
        } catch let error as PostgresError where error.isTransient || error.kind == .deadlock {
            return .deferred
        } catch {
            // Without the note the tenant is merely tried with the next run.
            _ = try? await client.perform(UnitSettings(), MigrationFailures.note("\(error)", of: tenant.id))
            return .failed("\(error)")
        }
    }

    private func run(_ tenant: Tenant) async throws -> [String] {
        var applied: [String] = []
        while true {
            let (required, extra) = try await advance(tenant)
            applied += required
            guard let extra else { return applied }
            try await ExtraStep(extra, of: tenant, plan: plan, client: client).run()
            applied.append(extra.id)
        }
    }

    /// Applies what code relies on, up to the next index build or backfill, in one transaction.
    /// - Returns: what was applied, and the step of another kind that comes next.
    private func advance(_ tenant: Tenant) async throws -> (applied: [String], next: Migration?) {
        try await client.transaction(settings(of: tenant)) { transaction in
            let answers = try await transaction.pipeline([
                TenantQueries.claim(tenant.id), SchemaClaimed.lock(tenant.schema), SchemaLedger.applied,
            ])
            guard !answers[0].isEmpty, try answers[1].first?.decode(Bool.self) == true else { throw SchemaClaimed() }
            let ledger = try answers[2].decode(AppliedMigration.self)
            let pending = try plan.pending(after: ledger)
            let required = Array(pending.prefix(while: \.isRequired))
            let version = plan.version(with: Set(ledger.map(\.id) + required.map(\.id)))
            _ = try await transaction.pipeline(
                SchemaLedger.statements(applying: required) + [TenantQueries.setSchemaVersion(version, of: tenant.id)])
            return (required.map(\.id), pending.dropFirst(required.count).first)
        }
    }

    /// Servers that turned the tenant away let it in again. Apart from the migration, since announcements queue behind each other.
    private func settle(_ tenant: Tenant) async {
        // If it is lost, servers find out within a minute.
        _ = try? await client.perform(UnitSettings(), [MigrationFailures.forget(tenant.id), TenantQueries.announceChange(of: tenant.id)])
    }

    private func settings(of tenant: Tenant) -> UnitSettings {
        SchemaLedger(schema: tenant.schema.description).settings
    }
}

/// Another migrator works in the schema.
struct SchemaClaimed: Error {
    /// Answers whether the schema is ours until the transaction ends.
    static func lock(_ schema: SchemaName) -> SQL {
        "select pg_try_advisory_xact_lock(hashtextextended(\(schema.description), 0))"
    }
}
