import Foundation
import Platform
import Postgres
import Synchronization

/// How many notifications wait for each person, as far as this server knows. Every page shows it, so it is remembered until the
/// server hears that the person's inbox has changed.
final class UnreadCounts: Sendable {
    private struct Key: Hashable {
        let tenantID: UUID
        let userID: UUID
    }

    private struct Entry {
        let count: Int
        let choices: NotificationChoices
        /// Before it was counted.
        let at: LiveTime
    }

    private let entries = Mutex<[Key: Entry]>([:])
    /// In milliseconds: what somebody may see can change without their inbox changing.
    private static let lifetime: LiveTime = 60_000
    private static let capacity = 20_000

    /// None in quiet hours.
    func count(for viewer: Viewer, in scope: TenantScope, live: LiveStreams) async throws -> Int {
        guard let userID = viewer.userID else { return 0 }
        let key = Key(tenantID: scope.tenant.id, userID: userID)
        let now = scope.now
        let known = entries.withLock { $0[key] }
        let entry: Entry
        if let known, known.at > now.liveTime - Self.lifetime, live.isSilent(InboxNews.topic(of: userID), of: key.tenantID, since: known.at)
        {
            entry = known
        } else {
            entry = try await counted(for: viewer, userID, in: scope)
            remember(entry, key)
        }
        return entry.choices.isQuiet(at: now, in: viewer.timeZone) ? 0 : entry.count
    }

    func forget(_ userID: UUID, of tenantID: UUID) {
        entries.withLock { _ = $0.removeValue(forKey: Key(tenantID: tenantID, userID: userID)) }
    }

    private func counted(for viewer: Viewer, _ userID: UUID, in scope: TenantScope) async throws -> Entry {
        let (system, began) = (scope.asSystem(cause: scope.actor.cause), scope.now.liveTime)
        let answers = try await system.database.read([
            NotificationQueries.page(of: userID, unread: true, behind: nil, limit: Inbox.countLimit),
            NotificationQueries.choices(of: userID),
        ])
        let stored = try answers[0].decode(StoredNotification.self)
        let lines = try await Inbox.readable(stored, by: viewer) { try await system.database.read($0) }
        return Entry(count: lines.count, choices: try answers[1].decode(NotificationChoices.self).first ?? NotificationChoices(), at: began)
    }

    private func remember(_ entry: Entry, _ key: Key) {
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll() }
            entries[key] = entry
        }
    }
}
