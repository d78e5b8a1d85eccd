import CPostgres
import Glibc
import Synchronization

/// What tasks and helper threads tell the poller thread.
enum Message: Sendable {
    case open
    case run(Job)
    case cancel(Job)
    case listen(Listener)
    case unlisten(Listener)
    case dialed(Dial, Swift.Result<Handle, PostgresError>)
    case plant(PlantedFault?)
    case drain
    case notifyWhenClosed(CheckedContinuation<Void, Never>)
}

/// Hands messages to the poller thread and wakes it, but only if it sleeps.
final class Inbox: Sendable {
    private struct State {
        var messages: [Message] = []
        var isReaderAsleep = false
        /// Answers what arrives after the reader has left.
        var refuse: (@Sendable (Message) -> Void)?
    }

    private let state = Mutex(State())
    /// Readable after ``put(_:)`` to a sleeping reader.
    let wakeUp = cpostgres_eventfd()

    deinit {
        Glibc.close(wakeUp)
    }

    func put(_ message: Message) {
        let (wasAsleep, refuse) = state.withLock { state in
            if state.refuse == nil { state.messages.append(message) }
            defer { state.isReaderAsleep = false }
            return (state.isReaderAsleep, state.refuse)
        }
        refuse?(message)
        if wasAsleep { cpostgres_eventfd_raise(wakeUp) }
    }

    /// All messages; if there are none, the reader must wait for `wakeUp` next.
    func take() -> [Message] {
        state.withLock { state in
            state.isReaderAsleep = state.messages.isEmpty
            defer { state.messages = [] }
            return state.messages
        }
    }

    /// The reader leaves: messages are refused from now on, those that lie here first.
    func close(refusing refuse: @escaping @Sendable (Message) -> Void) {
        let left = state.withLock { state in
            state.refuse = refuse
            defer { state.messages = [] }
            return state.messages
        }
        left.forEach(refuse)
    }
}
