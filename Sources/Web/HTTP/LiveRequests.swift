import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Synchronization

/// The requests that handlers are working on: a clock looks through them, so that none outlives its deadline and none
/// goes on for a client that has left.
///
/// One tick for all requests is far cheaper than a timer for each.
public final class LiveRequests: Sendable {
    private let requests = Mutex<[ObjectIdentifier: LiveRequest]>([:])
    private let timer = Mutex<RepeatedTask?>(nil)

    /// - Parameter tick: How often the clock looks; a deadline is met within one tick.
    public init(tick: Duration = .milliseconds(250)) {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let interval = TimeAmount(tick)
        let repeated = loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [weak self] _ in self?.look() }
        timer.withLock { $0 = repeated }
    }

    deinit {
        timer.withLock { $0?.cancel() }
    }

    func insert(_ request: LiveRequest) {
        requests.withLock { $0[ObjectIdentifier(request)] = request }
    }

    func remove(_ request: LiveRequest) {
        requests.withLock { $0[ObjectIdentifier(request)] = nil }
    }

    /// The client of `channel` has sent its last byte. The next tick cancels what is still going on for it, so that a
    /// client that only closed its sending half gets answers that are quick.
    func clientLeft(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let affected = requests.withLock { $0.values.filter { $0.connection == id } }
        for request in affected { request.markAbandoned() }
    }

    private func look() {
        let now = ContinuousClock.now
        let all = requests.withLock { Array($0.values) }
        for request in all { request.check(now) }
    }
}

/// One request that a handler works on: finishes once, by the handler or by the clock.
final class LiveRequest: Sendable {
    private struct State {
        var task: Task<Void, Never>?
        var isAbandoned = false
        var result: Result<Response, any Error>?
        var waiter: CheckedContinuation<Response, any Error>?
    }

    let connection: ObjectIdentifier
    private let deadline: ContinuousClock.Instant
    private let state = Mutex(State())

    init(connection: ObjectIdentifier, deadline: ContinuousClock.Instant) {
        self.connection = connection
        self.deadline = deadline
    }

    /// Starts `work`, which ends with `finish`. It runs on this thread until it waits for the first time, which spares
    /// a short request the way through the executor.
    func start(_ work: @escaping @Sendable () async -> Void) {
        let task = Task.immediate(operation: work)
        state.withLock { $0.task = task }
    }

    /// Waits for whoever finishes first.
    func outcome() async throws -> Response {
        try await withCheckedThrowingContinuation { waiter in
            let result = state.withLock { state in
                if state.result == nil { state.waiter = waiter }
                return state.result
            }
            if let result { waiter.resume(with: result) }
        }
    }

    /// The first result counts.
    func finish(_ result: Result<Response, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Response, any Error>? in
            guard state.result == nil else { return nil }
            state.result = result
            return state.waiter
        }
        waiter?.resume(with: result)
    }

    func cancel() {
        state.withLock { $0.task }?.cancel()
    }

    func markAbandoned() {
        state.withLock { $0.isAbandoned = true }
    }

    func check(_ now: ContinuousClock.Instant) {
        if state.withLock({ $0.isAbandoned }) { cancel() }
        guard now >= deadline else { return }
        // First the answer, then the cancellation: a handler that ends quickly must not get in between.
        finish(.failure(Failure.unavailable(retryAfter: 5, detail: "This took too long and was stopped. Please try again.")))
        cancel()
    }
}
