import Foundation
import Platform
import Postgres
import Web

/// What a person has been told, as they may read it now.
struct Inbox: Sendable {
    /// A line of it.
    struct Line: Sendable {
        let stored: StoredNotification
        let kind: NotificationKind
        let title: String
        /// Where opening it leads.
        let path: String

        func sentence(_ texts: Texts) -> String {
            texts(
                kind.sentence(
                    NotificationKind.Happening(
                        who: stored.actor ?? texts("The system"), what: title, times: stored.count,
                        others: stored.isOfBatch ? stored.count - 1 : 0)))
        }
    }

    /// The bell counts no further.
    static let countLimit = 100
    static let pageSize = 25

    let scope: TenantScope
    let userID: UUID
    private let unread: UnreadCounts

    /// - Throws: `Failure.unauthenticated` where no person asks.
    init(_ crm: CRM, in scope: TenantScope) throws {
        guard let userID = scope.viewer.userID else { throw Failure.unauthenticated }
        (self.scope, self.userID, unread) = (scope, userID, crm.unread)
    }

    // MARK: Reading

    /// A page of it, the latest first, and where the next one begins.
    func lines(unread: Bool, behind place: InboxPlace?, limit: Int) async throws -> (lines: [Line], next: InboxPlace?) {
        let query = NotificationQueries.page(of: userID, unread: unread, behind: place, limit: limit + 1)
        let stored = try await scope.database.read(query).decode(StoredNotification.self)
        let page = Array(stored.prefix(limit))
        let next = stored.count > limit ? page.last.map { InboxPlace(at: $0.at, id: $0.id) } : nil
        return (try await Self.readable(page, by: scope.viewer) { [scope] in try await scope.database.read($0) }, next)
    }

    /// - Throws: `Failure.notFound`, also where the person may not see any more what it is about.
    func find(_ id: UUID) async throws -> Line {
        let stored = try await scope.database.read(NotificationQueries.find(id, of: userID)).decode(StoredNotification.self)
        guard let line = try await Self.readable(stored, by: scope.viewer, reading: { [scope] in try await scope.database.read($0) }).first
        else {
            throw Failure.notFound
        }
        return line
    }

    /// Those that are about what `viewer` may see.
    static func readable(_ stored: [StoredNotification], by viewer: Viewer, reading: RecordTitles.Reading) async throws -> [Line] {
        if stored.isEmpty { return [] }
        let shown = try await InboxTopic.shown(stored.map { InboxTopic($0) }, to: viewer, reading: reading)
        return stored.compactMap { stored in
            guard let kind = NotificationKind.named(stored.kind), let topic = shown[stored.record] else { return nil }
            let list =
                stored.isOfBatch ? kind.list.flatMap { list in viewer.records.named(stored.recordType).map { "\($0.path)?\(list)" } } : nil
            return Line(stored: stored, kind: kind, title: topic.title, path: list ?? topic.path)
        }
    }

    // MARK: Marking

    func mark(_ id: UUID, read: Bool) async throws {
        try await change(NotificationQueries.mark(id, of: userID, read: read, at: scope.now))
    }

    /// - Parameter upTo: when the page was made on which somebody said so.
    func markAll(upTo: Date) async throws {
        try await change(NotificationQueries.markAll(of: userID, upTo: upTo, at: scope.now))
    }

    /// What stands on a page is no news any more, read or not.
    func markSeen(_ lines: [Line]) async throws {
        let new = lines.filter { $0.stored.seenAt == nil }.map(\.stored.id)
        if !new.isEmpty { try await scope.database.write(NotificationQueries.markSeen(new, at: scope.now)) }
    }

    private func change(_ statement: SQL) async throws {
        let topic = InboxNews.topic(of: userID)
        try await scope.database.transaction { transaction in
            if try await transaction.execute(statement) > 0 { transaction.willChange([topic]) }
        }
        unread.forget(userID, of: scope.tenant.id)
    }
}
