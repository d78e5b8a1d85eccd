import Foundation
import Platform
import Postgres
import Web

/// One change of many records, or the taking back of one: what was asked for, how far it is, and what came of it.
struct Batch: Sendable {
    /// What open pages are told has changed while it goes on.
    static let topic = "batch"
    /// How long it can be taken back.
    static let undoDays = 30
    /// How many days it stands in the list: as long as notifications lead to it, and far longer than it can be taken back.
    static let days = 180

    enum State: String, Sendable, CaseIterable {
        case running, done, stopped, failed
    }

    /// What has become of the records so far.
    struct Counts: Sendable, Equatable {
        var changed = 0
        /// They were as asked for already.
        var unchanged = 0
        var skipped = 0

        var all: Int { changed + unchanged + skipped }
    }

    let id: UUID
    /// Of the records; of one that takes back several kinds, the first.
    let recordType: String
    let change: BulkChange
    let state: State
    let total: Int
    let counts: Counts
    /// The batch that this one takes back.
    let reverts: UUID?
    let error: String?
    let createdBy: UUID
    let author: String
    let createdAt: Date
    let finishedAt: Date?
    /// The batch that took this one back, unless that has been taken back itself.
    let revertedBy: UUID?

    var path: String { Self.path(id) }

    static func path(_ id: UUID) -> String { "/batches/\(id.text)" }

    /// Through what the log says its changes came.
    var cause: Actor.Cause { reverts == nil ? .bulk : .reversal }

    func mayBeReverted(at now: Date) -> Bool {
        state != .running && revertedBy == nil && counts.changed > 0 && now < revertibleUntil
    }

    /// Whether the rest of it can still be done.
    var mayGoOn: Bool { state == .failed && revertedBy == nil && counts.all < total }

    var revertibleUntil: Date { createdAt.addingTimeInterval(Double(Self.undoDays) * 86_400) }
}

extension Batch: RowDecodable {
    init(row: inout RowReader) throws {
        id = try row.next()
        recordType = try row.next()
        change = try BulkChange(stored: row.next())
        state = State(rawValue: try row.next()) ?? .failed
        total = try row.next()
        counts = Counts(changed: try row.next(), unchanged: try row.next(), skipped: try row.next())
        reverts = try row.next()
        error = try row.next()
        createdBy = try row.next()
        author = try row.next()
        createdAt = try row.next()
        finishedAt = try row.next()
        revertedBy = try row.next()
    }
}

extension Batch.Counts {
    static func + (left: Self, right: Self) -> Self {
        Batch.Counts(
            changed: left.changed + right.changed, unchanged: left.unchanged + right.unchanged, skipped: left.skipped + right.skipped)
    }
}

/// A record, or a field of one, that a batch left as it was.
struct BatchSkip: Sendable, RowDecodable {
    let recordType: String
    let recordID: UUID
    /// Empty where it is about the whole record.
    let field: String
    let reason: String

    init(_ recordType: String, _ recordID: UUID, field: String = "", reason: String) {
        (self.recordType, self.recordID, self.field, self.reason) = (recordType, recordID, field, reason)
    }

    init(row: inout RowReader) throws {
        recordType = try row.next()
        recordID = try row.next()
        field = try row.next()
        reason = try row.next()
    }
}
