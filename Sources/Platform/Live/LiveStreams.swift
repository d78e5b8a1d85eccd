import Foundation
import Synchronization

/// All streams that this server holds open, by tenant. It hears what any server has changed and passes it on to the tenant's own.
public final class LiveStreams: Sendable {
    private struct State {
        var streams: [UUID: [LiveStream]] = [:]
        /// What changed lately, for those who come back and ask what they have missed.
        var recent: Pulse.Changes = [:]
        /// From when on nothing was missed; nil while nothing is heard.
        var hearsSince: LiveTime?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Date
    /// More browsers of one tenant than this are served without live updates.
    static let limitOfTenant = 1_000
    /// A browser needs one stream; the oldest makes room.
    static let limitOfSession = 6
    private static let heartbeat = Duration.seconds(15)
    /// In milliseconds.
    private static let memory: LiveTime = 600_000

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    /// How many there are.
    public var count: Int { state.withLock { $0.streams.values.reduce(0) { $0 + $1.count } } }

    /// - Parameter since: the time of the page that asks, or of the last news it had; what came later is told at once.
    /// - Returns: nil where the tenant has too many already, or the server stops.
    public func open(tenantID: UUID, sessionID: UUID, since: LiveTime?) -> LiveStream? {
        let stream = LiveStream(tenantID: tenantID, sessionID: sessionID) { [weak self] in self?.forget($0) }
        let (isOpen, surplus) = state.withLock { state -> (Bool, LiveStream?) in
            let others = state.streams[tenantID] ?? []
            let own = others.filter { $0.sessionID == sessionID }
            let surplus = own.count >= Self.limitOfSession ? own.first : nil
            if state.isClosed || (surplus == nil && others.count >= Self.limitOfTenant) { return (false, nil) }
            state.streams[tenantID, default: []].append(stream)
            if let since { catchUp(stream, since, state) }
            return (true, surplus)
        }
        surplus?.end()
        return isOpen ? stream : nil
    }

    private func catchUp(_ stream: LiveStream, _ since: LiveTime, _ state: State) {
        guard let heard = state.hearsSince, max(heard, now().liveTime - Self.memory) <= since else { return stream.resync() }
        let missed = (state.recent[stream.tenantID] ?? [:]).filter { $0.value > since }
        if !missed.isEmpty { stream.changed(missed) }
    }

    private func forget(_ stream: LiveStream) {
        state.withLock { state in
            let others = state.streams[stream.tenantID]?.filter { $0 !== stream } ?? []
            state.streams[stream.tenantID] = others.isEmpty ? nil : others
        }
    }

    // MARK: News

    /// Whether this server would know if `topic` had changed since then, and it has not: good for what is remembered of it.
    public func isSilent(_ topic: String, of tenantID: UUID, since time: LiveTime) -> Bool {
        state.withLock { state in
            guard let heard = state.hearsSince, max(heard, now().liveTime - Self.memory) < time else { return false }
            return (state.recent[tenantID]?[topic] ?? 0) < time
        }
    }

    /// Listening has begun, perhaps anew.
    func connected() {
        let all = state.withLock { state in
            // The first time nobody has missed anything that was on a page since.
            defer { (state.hearsSince, state.recent) = (now().liveTime, [:]) }
            return state.hearsSince == nil ? [] : state.streams.values.flatMap(\.self)
        }
        for stream in all { stream.resync() }
    }

    func hear(_ payload: String) {
        for (tenant, topics) in LiveMessage.changes(in: payload) {
            let streams = state.withLock { state in
                state.recent[tenant, default: [:]].merge(topics, uniquingKeysWith: max)
                return state.streams[tenant] ?? []
            }
            for stream in streams { stream.changed(topics) }
        }
    }

    /// Beats for all streams at once: a timer for each would cost more than the streams.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.heartbeat)
            beat()
        }
    }

    func beat() {
        let horizon = now().liveTime - Self.memory
        let all = state.withLock { state in
            state.recent = state.recent.compactMapValues { topics in
                let kept = topics.filter { $0.value > horizon }
                return kept.isEmpty ? nil : kept
            }
            return state.streams.values.flatMap(\.self)
        }
        for stream in all { stream.beat() }
    }

    /// Ends all of them and opens no more: a server that stops would wait for them otherwise.
    public func close() {
        let all = state.withLock { state in
            state.isClosed = true
            return state.streams.values.flatMap(\.self)
        }
        for stream in all { stream.end() }
    }

    public var isClosed: Bool { state.withLock { $0.isClosed } }
}
