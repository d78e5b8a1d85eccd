/// What a connection is asked to do in one go.
enum Step: Sendable {
    case pipeline([Statement])
    case copyIn(SQL)
    case copyData([UInt8])
    /// Ends the copy; a reason makes the server throw it away.
    case copyEnd(abortedBecause: String?)
    case copyOut(SQL)
    case copyRead
}

/// What came of a job.
struct Outcome: Sendable {
    var rows: [Rows] = []
    /// What a COPY has sent; nil at its end.
    var bytes: [UInt8]?
    /// Rows that a COPY has stored.
    var affected = 0
}

/// One step, the task that waits for it, and how far it has come. Made by the task; from then on the poller thread's alone.
final class Job: @unchecked Sendable {
    enum State { case new, waiting, running, finished }

    let step: Step
    /// Opens a transaction with these settings; nil runs outside of one.
    let unit: UnitSettings?
    /// The settings as a statement, built in the task that asks.
    let settings: SQL?
    /// The transaction it belongs to; without one, the connection is given back at once.
    let lease: Lease?
    let closing: ControlStatement?
    /// Stands for the unit's namespace: its hash, made in the task.
    let namespace: Int
    let askedAt = ContinuousClock.now
    /// When waiting for a connection ends.
    let leaseDeadline: ContinuousClock.Instant
    /// When running ends; nil is never.
    let deadline: ContinuousClock.Instant?
    var ignoresCancellation = false
    /// Where it waits, or has waited.
    var line: WaitingLine?
    /// When it was given to a connection.
    var startedAt: ContinuousClock.Instant?

    var continuation: CheckedContinuation<Outcome, any Error>?
    var state = State.new
    var isCancelled = false
    /// Whether it opens its transaction, or needs none.
    var isFirst = false
    /// Whether any of it may have reached the server.
    var isSent = false
    var outcome = Outcome()
    var error: PostgresError?
    /// It failed because of a plan that no longer fits.
    var isStale = false
    /// Second attempt after that, with nothing prepared.
    var isRetry = false

    init(
        _ step: Step, unit: UnitSettings?, lease: Lease? = nil, closing: ControlStatement? = nil, leaseTimeout: Duration
    ) {
        self.step = step
        self.unit = unit
        self.lease = lease
        self.closing = closing
        settings = unit?.settingsStatement
        namespace = unit.map { $0.namespace.isEmpty ? 0 : $0.namespace.hashValue & Int.max } ?? 0
        leaseDeadline = unit?.deadline ?? askedAt + leaseTimeout
        deadline = unit?.deadline ?? Self.guardDeadline(step, unit, from: leaseDeadline)
    }

    /// A server that has gone silent ends no statement: some time after it should have, we do.
    private static func guardDeadline(
        _ step: Step, _ unit: UnitSettings?, from start: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        guard let unit, unit.statementTimeout > .zero, case .pipeline(let statements) = step else { return nil }
        return start + unit.statementTimeout * (statements.count + 1) + .seconds(5)
    }

    /// Makes it as good as new for another connection.
    func reset() {
        outcome = Outcome()
        error = nil
        isStale = false
    }
}

/// A transaction's hold on a connection. Poller thread only.
final class Lease: @unchecked Sendable {
    let unit: UnitSettings
    /// Taken with the first job.
    var connection: Connection?
    /// Whether `BEGIN` has been sent.
    var isOpen = false
    /// Whether its first job waits for a connection.
    var isWaiting = false
    /// Why it cannot go on.
    var failure: PostgresError?
    /// Jobs behind the one that waits or runs.
    var backlog: [Job] = []

    init(_ unit: UnitSettings) {
        self.unit = unit
    }
}
