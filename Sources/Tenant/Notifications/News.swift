import Foundation
import Platform
import Postgres

/// What somebody is about to be told: one line of their inbox, perhaps a mail.
struct News: Sendable {
    let userID: UUID
    let kind: String
    let recordType: String
    let recordID: UUID
    let actorID: UUID?
    /// What has this in common becomes one line.
    let groupKey: String
    var count: Int
    let at: Date
    let isInApp: Bool
    let mailAt: Date?
}

/// A line of somebody's inbox, as stored.
struct StoredNotification: Sendable, RowDecodable {
    let id: UUID
    let kind: String
    let recordType: String
    let recordID: UUID
    let actorID: UUID?
    let actor: String?
    let groupKey: String
    let count: Int
    let at: Date
    let seenAt: Date?
    let readAt: Date?

    init(row: inout RowReader) throws {
        id = try row.next()
        kind = try row.next()
        recordType = try row.next()
        recordID = try row.next()
        actorID = try row.next()
        actor = try row.next()
        groupKey = try row.next()
        count = try row.next()
        at = try row.next()
        seenAt = try row.next()
        readAt = try row.next()
    }

    var record: RecordKey { RecordKey(type: recordType, id: recordID) }
    var isRead: Bool { readAt != nil }
    /// Whether it tells of many records that were changed at once.
    var isOfBatch: Bool { groupKey.hasPrefix(Self.batchPrefix) && count > 1 }

    static let batchPrefix = "batch "

    /// One line for each record, or for each batch of them.
    static func groupKey(_ kind: NotificationKind, _ event: StoredEvent) -> String {
        event.batchID.map { "\(batchPrefix)\($0) \(kind.name) \(event.recordType)" } ?? "\(kind.name) \(event.recordID)"
    }
}
