import Synchronization

/// A bell for several sleepers, of whom each ring wakes one. A ring that nobody sleeps for is remembered.
final class WakeUp: Sendable {
    private struct State {
        var isRung = false
        var isOver = false
        var sleepers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func ring() {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if let first = state.sleepers.popLast() { return first }
            state.isRung = true
            return nil
        }
        sleeper?.resume()
    }

    /// - Returns: false once it is over.
    func wait() async -> Bool {
        await withCheckedContinuation { sleeper in
            let goesOn = state.withLock { state in
                if state.isOver || state.isRung {
                    state.isRung = false
                    return true
                }
                state.sleepers.append(sleeper)
                return false
            }
            if goesOn { sleeper.resume() }
        }
        return state.withLock { !$0.isOver }
    }

    /// Wakes everybody for good.
    func end() {
        let sleepers = state.withLock { state in
            state.isOver = true
            defer { state.sleepers = [] }
            return state.sleepers
        }
        for sleeper in sleepers { sleeper.resume() }
    }
}
