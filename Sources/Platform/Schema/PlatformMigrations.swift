import Logging
import Postgres

/// Brings the `platform` schema up to date.
public struct PlatformMigrations: Sendable {
    private let client: PostgresClient

    /// - Parameter owner: a client with the `owner` login.
    public init(owner: PostgresClient) {
        client = owner
    }

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.init(owner: platform.client)
    }

    /// - Returns: the ids of what was applied; empty when nothing was left to do.
    @discardableResult
    public func apply() async throws -> [String] {
        var settings = SchemaLedger(schema: "platform").settings
        settings.lockTimeout = .seconds(10)
        return try await client.transaction(settings) { transaction in
            try await transaction.execute("select pg_advisory_xact_lock(7305514)")
            _ = try await transaction.pipeline(
                [SchemaLedger.table] + SchemaLedger.migrations.flatMap(\.statements).map { .ddl($0) })
            let ledger = try await transaction.query(SchemaLedger.applied).decode(AppliedMigration.self)
            let pending = try PlatformSchema.plan.pending(after: ledger)
            if !pending.isEmpty { _ = try await transaction.pipeline(SchemaLedger.statements(applying: pending)) }
            try await closeOperatorAudit(in: transaction)
            return pending.map(\.id)
        }
    }

    /// What serves the internet has no business with the operators' log, not even to read it.
    private func closeOperatorAudit(in transaction: Transaction) async throws {
        let granted = try await transaction.query(
            """
            select distinct grantee::text from information_schema.role_table_grants
            where table_schema = 'platform' and table_name = 'operator_audit' and grantee <> current_user
            """)
        for row in granted {
            try await transaction.execute("revoke all on operator_audit from \(SQLIdentifier(unchecked: row.decode(String.self)))")
        }
    }
}
