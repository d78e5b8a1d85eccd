import Foundation
import Synchronization

/// What a transaction leaves to be done once it has committed: workers to wake, open pages to tell.
final class Aftermath: Sendable {
    private struct State {
        var earliestJob: Date?
        var topics: Set<String> = []
    }

    private let state = Mutex(State())

    func queued(at date: Date) {
        state.withLock { $0.earliestJob = min($0.earliestJob ?? date, date) }
    }

    func changed(_ topics: some Sequence<String>) {
        state.withLock { $0.topics.formUnion(topics) }
    }

    /// When the first of the jobs is due; nil where none was queued.
    var earliestJob: Date? { state.withLock { $0.earliestJob } }
    /// The kinds of records that were changed.
    var topics: Set<String> { state.withLock { $0.topics } }
}
