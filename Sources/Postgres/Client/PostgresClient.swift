import Logging
import Synchronization

/// A pool of connections to one database.
///
/// Work is done in units: each has its own settings, runs in one transaction on a connection of its own and leaves nothing
/// behind. ``perform(_:_:)-(_,[SQL])`` takes one round trip; ``transaction(_:isolation:_:)`` is for work that decides as it goes.
///
/// Cancelling the task that waits for a unit removes it from the queue or, if it runs, cancels it on the server. Errors are
/// ``PostgresError``, or `CancellationError`.
public final class PostgresClient: Sendable {
    private let pool: Pool
    private let configuration: Configuration
    private let plantedFault = Atomic<Int>(0)

    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        pool = Pool(configuration, logger: logger)
    }

    deinit {
        pool.submit(.drain)
    }

    /// Keeps the pool open until the task is cancelled, then lets work in progress finish for at most 10 s and closes it.
    /// Units asked for earlier wait.
    public func run() async {
        pool.submit(.open)
        await withTaskCancellationHandler {
            await withCheckedContinuation { pool.submit(.notifyWhenClosed($0)) }
        } onCancel: {
            pool.submit(.drain)
        }
    }

    /// Runs the statements in one transaction and one round trip: all or nothing.
    @discardableResult
    public func perform(_ unit: UnitSettings, _ statements: [SQL]) async throws -> [Rows] {
        let job = Job(
            .pipeline(keyed(statements, unit)), unit: unit, closing: .commit, leaseTimeout: configuration.leaseTimeout)
        return try await pool.run(job).rows
    }

    /// Runs the statement in a transaction of its own, in one round trip.
    @discardableResult
    public func perform(_ unit: UnitSettings, _ statement: SQL) async throws -> Rows {
        try await perform(unit, [statement])[0]
    }

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// A connection is taken with the first statement and held until the end, so do nothing slow in between.
    public func transaction<Value: Sendable>(
        _ unit: UnitSettings, isolation: isolated (any Actor)? = #isolation,
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        let transaction = Transaction(lease: Lease(unit), client: self)
        do {
            let value = try await body(transaction)
            try await transaction.end(.commit)
            return value
        } catch {
            // What went wrong is already known; a rollback that fails as well closes the connection, which rolls back.
            try? await transaction.end(.rollback)
            throw error
        }
    }

    /// Runs a statement on its own, as the login role: for what PostgreSQL refuses within a transaction, such as
    /// `CREATE DATABASE` and `CREATE INDEX CONCURRENTLY`. Without limit of time.
    public func executeOutsideTransaction(_ sql: SQL) async throws -> Rows {
        let job = Job(.pipeline([Statement(sql, key: nil)]), unit: nil, leaseTimeout: configuration.leaseTimeout)
        return try await pool.run(job).rows[0]
    }

    /// Listens on a connection of its own, which is reopened whenever it breaks, until the stream is no longer read.
    public func listen(to channels: [String]) -> AsyncStream<ListenEvent> {
        AsyncStream { continuation in
            let listener = Listener(channels: channels, continuation: continuation)
            continuation.onTermination = { [pool] _ in pool.submit(.unlisten(listener)) }
            pool.submit(.listen(listener))
        }
    }

    /// What the pool is doing.
    public var metrics: PoolMetrics { pool.metrics }

    /// Breaks isolation on purpose; nil mends it.
    package func plant(_ fault: PlantedFault?) {
        plantedFault.store(fault?.rawValue ?? 0, ordering: .relaxed)
        pool.submit(.plant(fault))
    }

    func run(_ job: Job) async throws -> Outcome {
        try await pool.run(job)
    }

    func job(_ step: Step, in lease: Lease, closing: ControlStatement? = nil) -> Job {
        Job(step, unit: lease.unit, lease: lease, closing: closing, leaseTimeout: configuration.leaseTimeout)
    }

    func keyed(_ statements: [SQL], _ unit: UnitSettings) -> [Statement] {
        let isShared = plantedFault.load(ordering: .relaxed) == PlantedFault.sharedStatementName.rawValue
        let namespace = isShared ? "" : unit.namespace
        return statements.map {
            Statement($0, key: configuration.preparesStatements ? StatementKey(namespace: namespace, sql: $0) : nil)
        }
    }
}
