import Foundation
import Synchronization

/// One browser's stream of news. What it does not take at once is put together, so that a slow reader never makes it grow.
public final class LiveStream: Sendable {
    /// What is to be said next.
    public enum Signal: Sendable, Equatable {
        /// Kinds of records that have changed, and when.
        case changed([String: LiveTime])
        /// Something may have been missed: look for yourself.
        case resync
        /// Nothing new; say something so that proxies keep the line open, and ask whether the session still holds.
        case beat
        case ended
    }

    private struct State {
        var topics: [String: LiveTime] = [:]
        var mustResync = false
        var mustBeat = false
        var isOver = false
        var reader: CheckedContinuation<Void, Never>?

        var hasNews: Bool { isOver || mustResync || mustBeat || !topics.isEmpty }

        /// Takes out what comes first.
        mutating func next() -> Signal? {
            if isOver { return .ended }
            if mustResync {
                (mustResync, topics) = (false, [:])
                return .resync
            }
            if !topics.isEmpty {
                defer { topics = [:] }
                return .changed(topics)
            }
            if mustBeat {
                mustBeat = false
                return .beat
            }
            return nil
        }
    }

    let tenantID: UUID
    let sessionID: UUID
    private let state = Mutex(State())
    private let onEnd: @Sendable (LiveStream) -> Void

    init(tenantID: UUID, sessionID: UUID, onEnd: @escaping @Sendable (LiveStream) -> Void) {
        (self.tenantID, self.sessionID, self.onEnd) = (tenantID, sessionID, onEnd)
    }

    /// Whether `next` would not have to wait.
    var hasNews: Bool { state.withLock { $0.hasNews } }

    /// Waits for news. One reader at a time.
    public func next() async -> Signal {
        while true {
            if let signal = state.withLock({ $0.next() }) { return signal }
            await withCheckedContinuation { reader in
                let isNews = state.withLock { state in
                    if state.hasNews { return true }
                    state.reader = reader
                    return false
                }
                if isNews { reader.resume() }
            }
        }
    }

    /// Ends it for good; safe to call twice.
    public func end() {
        tell { $0.isOver = true }
        onEnd(self)
    }

    func changed(_ topics: [String: LiveTime]) { tell { $0.topics.merge(topics, uniquingKeysWith: max) } }
    func resync() { tell { $0.mustResync = true } }
    func beat() { tell { $0.mustBeat = true } }

    private func tell(_ change: (inout State) -> Void) {
        let reader = state.withLock { state in
            change(&state)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }
}
