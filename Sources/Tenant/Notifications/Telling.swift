import Foundation
import Platform
import Postgres

/// Finds out whom a batch of events concerns, and tells them. What it writes counts exactly if the consumer's cursor moves on,
/// so that nobody is told anything twice.
struct Telling: Sendable {
    static let consumer = EventConsumer("notifications") { events, transaction in
        try await Telling(transaction: transaction).tell(of: events)
    }

    let transaction: TenantTransaction

    private var now: Date { transaction.scope.now }

    func tell(of events: [StoredEvent]) async throws {
        let occasions = try await occasions(of: events)
        if occasions.isEmpty { return }
        let audience = try await Audience(of: Set(occasions.map(\.occasion.userID)), in: transaction)
        let readable = try await readable(occasions, by: audience)
        let news = Self.grouped(readable.compactMap { piece(of: $0, for: audience) })
        if news.isEmpty { return }
        try await transaction.execute(NotificationQueries.tell(news))
        transaction.willChange(Set(news.filter(\.isInApp).map { InboxNews.topic(of: $0.userID) }))
        try await mail(news)
    }

    /// An occasion and what it is an occasion of.
    private struct Call {
        let kind: NotificationKind
        let occasion: Occasion
    }

    /// Nobody is told of their own doing.
    private func occasions(of events: [StoredEvent]) async throws -> [Call] {
        var calls: [Call] = []
        for kind in NotificationKind.all {
            for occasion in try await kind.occasions(events, transaction) where kind.tellsDoer || occasion.event.actorID != occasion.userID
            {
                calls.append(Call(kind: kind, occasion: occasion))
            }
        }
        return calls
    }

    /// Those about something that the person may see, as things stand now.
    private func readable(_ calls: [Call], by audience: Audience) async throws -> [Call] {
        let byPerson = Dictionary(grouping: calls, by: \.occasion.userID)
        var readable: [Call] = []
        for (userID, calls) in byPerson {
            guard let member = audience[userID] else { continue }
            let topics = calls.map { InboxTopic(kind: $0.kind, $0.occasion.event.record) }
            let shown = try await InboxTopic.shown(topics, to: member.viewer) { try await transaction.pipeline($0) }
            readable += calls.filter { shown[$0.occasion.event.record] != nil }
        }
        return readable.sorted { $0.occasion.event.at < $1.occasion.event.at }
    }

    private func piece(of call: Call, for audience: Audience) -> News? {
        guard let member = audience[call.occasion.userID] else { return nil }
        let (event, choices, zone) = (call.occasion.event, member.choices, member.viewer.timeZone)
        let isMailed = choices.wants(call.kind, by: .mail)
        let isInApp = choices.wants(call.kind, by: .app)
        guard isMailed || isInApp else { return nil }
        return News(
            userID: call.occasion.userID, kind: call.kind.name, recordType: event.recordType, recordID: event.recordID,
            actorID: event.actorID, groupKey: StoredNotification.groupKey(call.kind, event), count: 1, at: event.at, isInApp: isInApp,
            mailAt: isMailed ? choices.mailTime(after: now, in: zone) : nil)
    }

    /// One for each person and group, with the latest record in it.
    private static func grouped(_ news: [News]) -> [News] {
        Dictionary(grouping: news) { "\($0.userID) \($0.groupKey)" }.values.compactMap { same in
            var latest = same.last
            latest?.count = same.count
            return latest
        }
    }

    /// One job for each person and moment takes all that is due by then.
    private func mail(_ news: [News]) async throws {
        let due = Set(news.compactMap { news in news.mailAt.map { MailTime(userID: news.userID, at: $0) } })
        for time in due { try await MailNotifications.enqueue(for: time.userID, at: time.at, in: transaction) }
    }

    private struct MailTime: Hashable {
        let userID: UUID
        let at: Date
    }
}

/// The people who may have to be told something, with what they want to be told.
struct Audience: Sendable {
    struct Member: Sendable {
        let viewer: Viewer
        let choices: NotificationChoices
    }

    private let members: [UUID: Member]

    subscript(id: UUID) -> Member? { members[id] }

    /// - Parameter ids: whoever does not work here any more is left out.
    init(of ids: Set<UUID>, in transaction: TenantTransaction) async throws {
        var choices: [UUID: NotificationChoices] = [:]
        for row in try await transaction.query(NotificationQueries.choices(of: Array(ids))) {
            var reader = row.reader
            choices[try reader.next()] = try NotificationChoices(row: &reader)
        }
        var members: [UUID: Member] = [:]
        for id in ids {
            guard let person = try await People.first(id, in: transaction) else { continue }
            members[id] = Member(viewer: person.viewer, choices: choices[id] ?? NotificationChoices())
        }
        self.members = members
    }
}
