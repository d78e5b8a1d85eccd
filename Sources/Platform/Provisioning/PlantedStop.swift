import Synchronization

/// For tests of what a crash leaves: work that makes or removes tenants ends abruptly at one of its points.
package final class PlantedStop: Sendable {
    package struct Stopped: Error {}

    private let state = Mutex<(passed: Int, end: Int?)>((0, nil))

    /// - Parameter number: the point to stop at, counted from 1; nil lets everything pass.
    package func plant(at number: Int?) {
        state.withLock { $0 = (0, number) }
    }

    /// A point at which the process might have died.
    func pass() throws {
        try state.withLock { state in
            guard let end = state.end else { return }
            state.passed += 1
            if state.passed >= end { throw Stopped() }
        }
    }
}
