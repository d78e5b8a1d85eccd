import Synchronization

/// A transaction in progress; valid within the closure it was given to.
///
/// Statements asked for at the same time run one after the other.
public final class Transaction: Sendable {
    private let lease: Lease
    private let client: PostgresClient
    private let savepoints = Atomic<Int>(0)
    private let isOver = Atomic<Bool>(false)

    init(lease: Lease, client: PostgresClient) {
        self.lease = lease
        self.client = client
    }

    /// Runs a statement.
    public func query(_ sql: SQL) async throws -> Rows {
        try await pipeline([sql])[0]
    }

    /// Runs statements in one round trip; the first that fails ends it.
    public func pipeline(_ statements: [SQL]) async throws -> [Rows] {
        try await run(.pipeline(client.keyed(statements, lease.unit))).rows
    }

    /// Runs a statement for its effect and says how many rows it touched.
    @discardableResult
    public func execute(_ sql: SQL) async throws -> Int {
        try await query(sql).affected
    }

    /// Runs `body`; if it throws, what it did is undone and the transaction stays usable. Not for use at the same time as another.
    public func savepoint<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        let name = SQLIdentifier(unchecked: "unit_\(savepoints.add(1, ordering: .relaxed).newValue)")
        try await execute("savepoint \(name)")
        do {
            let value = try await body()
            try await execute("release savepoint \(name)")
            return value
        } catch {
            // Fails only with the connection gone, and then everything is undone.
            _ = try? await pipeline(["rollback to savepoint \(name)", "release savepoint \(name)"])
            throw error
        }
    }

    func run(_ step: Step) async throws -> Outcome {
        guard !isOver.load(ordering: .acquiring) else { throw PostgresError(.closed, "the transaction is over") }
        return try await client.run(client.job(step, in: lease))
    }

    func end(_ ending: ControlStatement) async throws {
        isOver.store(true, ordering: .releasing)
        let job = client.job(.pipeline([]), in: lease, closing: ending)
        // A rollback must go out even if the task has been cancelled.
        if ending == .rollback { job.ignoresCancellation = true }
        _ = try await client.run(job)
    }
}
