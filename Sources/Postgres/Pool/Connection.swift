import CPostgres
import Foundation

/// A connection and the job it is doing, without ever blocking. Poller thread only.
final class Connection {
    /// What the server still has to answer, in order.
    enum Expected {
        case control(ControlStatement)
        case controlPreparation(ControlStatement)
        case preparation(StatementKey, name: String)
        case deallocation(String)
        case statement(Int, wasPrepared: Bool)
        case sync
    }

    /// How far the job is.
    enum Progress {
        case pending, complete
        /// The connection is gone.
        case lost
    }

    enum Copy { case none, starting, entering, ending, leaving, skipping }

    let handle: Handle
    let slot: Int
    var lease: Lease?
    var job: Job?
    /// Of the namespace that holds it.
    var line: WaitingLine?
    /// Whether a transaction that failed is being rolled back, with nobody waiting for it.
    var isCleaning = false
    /// Whether more is to be sent than the socket has taken.
    var isSending = false
    var expected: [Expected] = []
    var answered = 0
    var names: PreparedNames
    /// Something prepared here has turned out to be of no use any more, so that other things may be as well.
    var isStale = false
    /// When it is old.
    private let retiresAt: ContinuousClock.Instant
    /// The control statements that are prepared, each by its ``ControlStatement/bit``.
    var controls: UInt32 = 0
    var copy = Copy.none
    /// Whether a job waits for the end of an abandoned COPY.
    var isSkipping = false
    /// The server has announced the end of the connection.
    var farewell: PostgresError?
    /// The unit before, and how many there were: only for ``PlantedFault/wrongRole``.
    var previousUnit: UnitSettings?
    var units = 0
    let configuration: PostgresClient.Configuration
    let metrics: PoolCounters
    var plantedFault: PlantedFault?

    var pg: OpaquePointer { handle.connection }
    var socket: Int32 { PQsocket(pg) }
    var isIdle: Bool { job == nil && lease == nil && !isCleaning }
    /// Whether it is time for another in its place.
    func isWornOut(at now: ContinuousClock.Instant) -> Bool {
        isStale || names.seen >= configuration.connectionUses || retiresAt <= now
    }
    var isInTransaction: Bool { PQtransactionStatus(pg) != PQTRANS_IDLE }
    /// Output of a COPY that nobody has asked for yet is left in the socket.
    var isReading: Bool { copy != .leaving || job != nil }
    /// What the poller was last told to wait for.
    var interest = (reading: true, writing: false)
    /// The connection broke before the server had begun with the job: it was never sent, or the server, which answers in order,
    /// said goodbye instead of answering `BEGIN`. Silence proves nothing, since answers are sent together.
    var hasDoneNothing: Bool {
        guard let job, job.isFirst, copy == .none else { return false }
        return !job.isSent || (farewell?.sqlState != nil && answered == 1)
    }

    init(_ handle: Handle, slot: Int, configuration: PostgresClient.Configuration, metrics: PoolCounters) {
        self.handle = handle
        self.slot = slot
        self.configuration = configuration
        self.metrics = metrics
        names = PreparedNames(limit: configuration.preparedLimit)
        retiresAt = .now + configuration.connectionLifetime * Double.random(in: 0.8...1)
        PQsetnonblocking(pg, 1)
        PQenterPipelineMode(pg)
    }

    /// Nobody's namespace holds it any more.
    func endLease() {
        line?.leases -= 1
        line = nil
    }

    /// Starts a job.
    func start(_ job: Job) -> Progress {
        self.job = job
        job.state = .running
        job.isFirst = !(job.lease?.isOpen ?? false)
        job.isSent = PQstatus(pg) == CONNECTION_OK
        guard job.isSent else { return .lost }
        switch job.step {
        case .pipeline(let statements): return sendPipeline(job, statements)
        case .copyIn(let sql), .copyOut(let sql): return startCopy(sql)
        case .copyData(let bytes): return sendCopy(bytes)
        case .copyEnd(let reason): return endCopy(reason)
        case .copyRead: return readCopy()
        }
    }

    /// Goes on after the socket has become readable or writable.
    func advance() -> Progress {
        guard PQconsumeInput(pg) == 1 else {
            // The server's last words may have arrived with the end.
            _ = receive()
            return .lost
        }
        if isSending, flush() == .lost { return .lost }
        return receive()
    }

    private func receive() -> Progress {
        switch copy {
        case .none: return receivePipeline()
        case .starting: return awaitCopy()
        case .entering: return isSending || job == nil ? .pending : .complete
        case .ending: return awaitEndOfCopy()
        case .leaving: return job == nil ? .pending : readCopy()
        case .skipping: return skipCopy()
        }
    }

    /// Sends what is waiting to be sent, as far as the socket takes it.
    func flush() -> Progress {
        switch PQflush(pg) {
        case 0: isSending = false
        case 1: isSending = true
        default: return .lost
        }
        return .pending
    }
}

extension Connection {
    /// Asks the server to stop, on a thread of its own since that blocks, and then lets go of the session.
    func cancelThenClose() {
        let canceller = handle.canceller()
        let thread = Thread { [handle] in
            withExtendedLifetime(handle) { canceller?.cancelAndFree() }
        }
        thread.name = "postgres cancel"
        thread.start()
    }
}
