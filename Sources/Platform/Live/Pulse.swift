import Foundation
import Postgres
import Synchronization

/// What has been committed and not been told yet. It goes out ten times a second at most and for all tenants at once: NOTIFY takes
/// a lock that the whole database shares, and never has a tenant's transaction to wait for it.
final class Pulse: Sendable {
    /// For each tenant, when its kinds of records were last changed.
    typealias Changes = [UUID: [String: LiveTime]]

    private struct State {
        var isOpen = false
        var changes: Changes = [:]
    }

    private let state = Mutex(State())
    private let wakeUp = WakeUp()
    private static let pause = Duration.milliseconds(100)

    /// Nothing is kept where nobody tells it: in the console, or before the server has started.
    func note(_ tenantID: UUID, _ topics: Set<String>, at time: LiveTime) {
        let isNews = state.withLock { state in
            guard state.isOpen else { return false }
            for topic in topics { state.changes[tenantID, default: [:]][topic] = time }
            return true
        }
        if isNews { wakeUp.ring() }
    }

    /// Tells until cancelled. What could not be told is tried again with what comes next.
    func run(_ tell: @escaping @Sendable (Changes) async throws -> Void) async {
        state.withLock { $0.isOpen = true }
        await withTaskCancellationHandler {
            while await wakeUp.wait() {
                await flush(tell)
                try? await Task.sleep(for: Self.pause)
            }
        } onCancel: {
            wakeUp.end()
        }
        state.withLock { $0.isOpen = false }
        // The last words of a server that stops, which must not be cancelled with it.
        await Task { await flush(tell) }.value
    }

    private func flush(_ tell: @Sendable (Changes) async throws -> Void) async {
        let changes = state.withLock { state in
            defer { state.changes = [:] }
            return state.changes
        }
        if changes.isEmpty { return }
        do {
            try await tell(changes)
        } catch {
            state.withLock { state in
                guard state.isOpen else { return }
                for (tenant, topics) in changes { state.changes[tenant, default: [:]].merge(topics, uniquingKeysWith: max) }
            }
            try? await Task.sleep(for: .seconds(1))
            wakeUp.ring()
        }
    }
}

/// Milliseconds since 1970, as browsers count them too.
public typealias LiveTime = Int64

extension Date {
    public var liveTime: LiveTime { LiveTime((timeIntervalSince1970 * 1_000).rounded(.up)) }
}

/// Changes as NOTIFY carries them: `tenant topic=time topic=time`, one tenant a line, or several for much.
enum LiveMessage {
    /// NOTIFY takes less than 8,000 bytes at a time.
    private static let limit = 7_500

    static func payloads(_ changes: Pulse.Changes) -> [String] {
        var payloads = [""]
        for (tenant, topics) in changes {
            for line in lines(topics).map({ "\(tenant.uuidString)\($0)\n" }) {
                if payloads[payloads.count - 1].utf8.count + line.utf8.count > limit { payloads.append("") }
                payloads[payloads.count - 1] += line
            }
        }
        return payloads.filter { !$0.isEmpty }
    }

    /// A tenant's many people may have news at once, more than one line takes.
    private static func lines(_ topics: [String: LiveTime]) -> [String] {
        var lines = [""]
        for (topic, time) in topics {
            let word = " \(topic)=\(time)"
            if lines[lines.count - 1].utf8.count + word.utf8.count > limit / 2 { lines.append("") }
            lines[lines.count - 1] += word
        }
        return lines
    }

    /// What does not read as it should is left out: another build may say more than this one knows.
    static func changes(in payload: String) -> Pulse.Changes {
        var changes: Pulse.Changes = [:]
        for line in payload.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let first = words.first, let tenant = UUID(uuidString: String(first)) else { continue }
            for word in words.dropFirst() {
                let parts = word.split(separator: "=")
                guard parts.count == 2, let time = LiveTime(parts[1]) else { continue }
                changes[tenant, default: [:]][String(parts[0])] = time
            }
        }
        return changes
    }
}
