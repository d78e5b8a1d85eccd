import Logging
import Postgres

/// Brings the `platform` schema up to date.
public struct PlatformMigrations: Sendable {
    private let client: PostgresClient

    /// - Parameter owner: a client with the `owner` login.
    public init(owner: PostgresClient) {
        client = owner
    }

    /// - Returns: the ids of what was applied; empty when nothing was left to do.
    @discardableResult
    public func apply() async throws -> [String] {
        var settings = SchemaLedger(schema: "platform").settings
        settings.lockTimeout = .seconds(10)
        return try await client.transaction(settings) { transaction in
            try await transaction.execute("select pg_advisory_xact_lock(7305514)")
            try await transaction.execute(SchemaLedger.table)
            let ledger = try await transaction.query(SchemaLedger.applied).decode(AppliedMigration.self)
            let pending = try PlatformSchema.plan.pending(after: ledger)
            if !pending.isEmpty { _ = try await transaction.pipeline(SchemaLedger.statements(applying: pending)) }
            return pending.map(\.id)
        }
    }
}
