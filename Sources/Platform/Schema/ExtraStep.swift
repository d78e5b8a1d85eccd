import Postgres

/// An index build or a backfill in one tenant's schema. It may be stopped anywhere and goes on from there.
struct ExtraStep: Sendable {
    private let migration: Migration
    private let tenant: Tenant
    private let plan: SchemaPlan
    private let client: PostgresClient

    init(_ migration: Migration, of tenant: Tenant, plan: SchemaPlan, client: PostgresClient) {
        self.migration = migration
        self.tenant = tenant
        self.plan = plan
        self.client = client
    }

    /// - Throws: `SchemaClaimed` while another migrator works in the schema.
    func run() async throws {
        switch migration.kind {
        case .index(let index): try await build(index)
        case .backfill(let batch): while try await change(batch) > 0 {}
        case .expansion, .contraction: preconditionFailure("\(migration.id) runs with its tenant's transaction")
        }
    }

    /// The transaction only keeps others away and writes the entry; the build runs on a connection of its own beside it.
    private func build(_ index: ConcurrentIndex) async throws {
        try await client.transaction(settings) { transaction in
            try await lock(in: transaction)
            try await IndexBuild(of: tenant, client: client).make(index, beside: transaction)
            try await record(in: transaction)
        }
    }

    /// - Returns: how many rows a batch has changed; after none, the entry is written.
    private func change(_ batch: String) async throws -> Int {
        try await client.transaction(settings) { transaction in
            try await lock(in: transaction)
            let changed = try await transaction.execute(.ddl(batch))
            if changed == 0 { try await record(in: transaction) }
            return changed
        }
    }

    /// Another migrator may have come first while nobody held the lock.
    private func record(in transaction: Transaction) async throws {
        let done = try await transaction.query(SchemaLedger.applied).decode(AppliedMigration.self).map(\.id)
        guard !done.contains(migration.id) else { return }
        let version = plan.version(with: Set(done + [migration.id]))
        _ = try await transaction.pipeline([SchemaLedger.entry(of: migration), TenantQueries.setSchemaVersion(version, of: tenant.id)])
    }

    private func lock(in transaction: Transaction) async throws {
        let rows = try await transaction.query(SchemaClaimed.lock(tenant.schema))
        guard try rows.first?.decode(Bool.self) == true else { throw SchemaClaimed() }
    }

    private var settings: UnitSettings { SchemaLedger(schema: tenant.schema.description).settings }
}
