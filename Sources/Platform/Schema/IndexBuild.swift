import Postgres

/// Builds and drops indexes in one tenant's schema while its tables are in use. It may be stopped anywhere, and goes on when
/// it is run again.
struct IndexBuild: Sendable {
    private let tenant: Tenant
    private let client: PostgresClient
    private static let heartbeat = Duration.seconds(10)
    /// Not a query: its snapshot would stay until the next statement, and the build would wait for that to go.
    private static let signOfLife: SQL = "set local application_name = 'tessera index build'"

    /// - Parameter client: the `owner` login, with two connections or more.
    init(of tenant: Tenant, client: PostgresClient) {
        self.tenant = tenant
        self.client = client
    }

    /// - Parameter transaction: holds the lock that keeps others from the schema; the build runs on a connection of its own beside it.
    func make(_ index: ConcurrentIndex, beside transaction: Transaction) async throws {
        if try await isBroken(index, in: transaction) { try await drop(index.name, beside: transaction) }
        try await run(index.concurrentStatement(in: tenant.schema.description), beside: transaction)
    }

    func drop(_ name: String, beside transaction: Transaction) async throws {
        try await run("drop index concurrently if exists \(tenant.schema).\(name)", beside: transaction)
    }

    /// What a build that was stopped half-way leaves behind: an index that is kept up to date but never used.
    private func isBroken(_ index: ConcurrentIndex, in transaction: Transaction) async throws -> Bool {
        try await !transaction.query(
            """
            select 1 from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = \(tenant.schema.description) and c.relname = \(index.name) and not i.indisvalid
            """
        ).isEmpty
    }

    /// Runs a statement outside of any transaction, while the transaction that holds the lock stays awake.
    private func run(_ statement: String, beside transaction: Transaction) async throws {
        try await transaction.execute(Self.signOfLife)
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { _ = try await client.executeOutsideTransaction(.ddl(statement)) }
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.heartbeat)
                    try await transaction.execute(Self.signOfLife)
                }
            }
            try await group.next()
        }
    }
}
