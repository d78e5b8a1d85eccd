import CPostgres
import Foundation
import Logging
import Synchronization

/// The connections, the thread that owns them, and the jobs that wait for them.
///
/// Tasks only put messages into the inbox and suspend; everything else here happens on the poller thread, so that no state
/// but the inbox and the published metrics needs a lock.
final class Pool: @unchecked Sendable {
    /// A place for a connection.
    enum Slot {
        case empty
        case dialing
        case open(Connection)
    }

    /// How often deadlines are looked at while there are any.
    static let tick: Duration = .milliseconds(25)
    static let drainTimeout: Duration = .seconds(10)

    let configuration: PostgresClient.Configuration
    let logger: Logger
    let notices: Notices
    let inbox = Inbox()
    private let hasThread = Atomic<Bool>(false)
    private let published = Mutex(PoolMetrics())

    var poller = Poller()
    var slots: [Slot]
    var idleCount = 0
    var waiting: WaitingJobs
    var listeners: [Listener] = []
    var backoff = Backoff()
    var isOpen = false
    var drainsUntil: ContinuousClock.Instant?
    var closed: CheckedContinuation<Void, Never>?
    var isClosed = false
    var hasConnected = false
    var nextTick = ContinuousClock.now
    /// The time as of this turn of the loop.
    var now = ContinuousClock.now
    var plantedFault: PlantedFault?
    let counters = PoolCounters()

    init(_ configuration: PostgresClient.Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        notices = Notices(logger)
        waiting = WaitingJobs(leaseShare: configuration.leaseShare)
        slots = Array(repeating: .empty, count: max(1, configuration.connections))
    }

    var metrics: PoolMetrics { published.withLock(\.self) }

    /// Tells the poller thread, which is started with the first message.
    func submit(_ message: Message) {
        inbox.put(message)
        guard !hasThread.load(ordering: .relaxed), !hasThread.exchange(true, ordering: .relaxed) else { return }
        let thread = Thread { self.loop() }
        thread.name = "postgres"
        thread.start()
    }

    /// Waits for a job, or until the task is cancelled.
    func run(_ job: Job) async throws -> Outcome {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                job.continuation = $0
                submit(.run(job))
            }
        } onCancel: {
            submit(.cancel(job))
        }
    }

    private func loop() {
        poller.add(inbox.wakeUp, id: Self.wakeUpID)
        while !isClosed {
            let messages = inbox.take()
            for message in messages { handle(message) }
            // Sockets before jobs: a connection that has just been closed by the server must not be given out.
            let ready = poller.wait(milliseconds: messages.isEmpty ? pause : 0)
            now = .now
            for id in ready { socketIsReady(id) }
            dispatch()
            keepTime()
            publish()
        }
        refuseWhatIsLeft()
    }

    /// How long nothing can happen unless something arrives, in milliseconds.
    private var pause: Int32 {
        let isBusy = waiting.count > 0 || idleCount < slots.count || drainsUntil != nil
        return isBusy || listeners.contains { $0.handle == nil } ? 25 : -1
    }

    private func publish() {
        let openCount = slots.count { if case .open = $0 { true } else { false } }
        counters.current.connections = openCount
        counters.current.idle = idleCount
        counters.current.leases = openCount - idleCount
        counters.current.waiting = waiting.count
        published.withLock { $0 = counters.current }
    }

    private func handle(_ message: Message) {
        switch message {
        case .open: isOpen = true
        case .run(let job): accept(job)
        case .cancel(let job): cancel(job)
        case .listen(let listener): add(listener)
        case .unlisten(let listener): remove(listener)
        case .dialed(let dial, let result): dialed(dial, result)
        case .plant(let fault): plant(fault)
        case .drain: drainsUntil = drainsUntil ?? .now + Self.drainTimeout
        case .notifyWhenClosed(let continuation): closed = continuation
        }
    }

    private func plant(_ fault: PlantedFault?) {
        plantedFault = fault
        for case .open(let connection) in slots { connection.plantedFault = fault }
    }
}
