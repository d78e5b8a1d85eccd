import Synchronization

/// Leaves a service in peace that has failed several times in a row: neither it nor we gain from more of the same.
final class CircuitBreaker: Sendable {
    private struct State {
        var failures = 0
        var closedUntil: ContinuousClock.Instant?
    }

    private static let limit = 5
    private static let pause = Duration.seconds(30)

    private let name: String
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    init(_ name: String, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.name = name
        self.now = now
    }

    /// After a pause one request goes ahead; the others wait for what becomes of it.
    /// - Throws: `OutboundError.pausing`
    func enter() throws {
        let now = now()
        let isOpen = state.withLock { state in
            guard let until = state.closedUntil else { return true }
            guard now >= until else { return false }
            state.closedUntil = now + Self.pause
            return true
        }
        if !isOpen { throw OutboundError.pausing(name: name) }
    }

    func succeeded() {
        state.withLock { $0 = State() }
    }

    func failed() {
        let now = now()
        state.withLock { state in
            state.failures += 1
            if state.failures >= Self.limit { state.closedUntil = now + Self.pause }
        }
    }
}
