import Foundation
import Postgres

/// An event as the log holds it.
public struct StoredEvent: Sendable, RowDecodable {
    public let id: UUID
    public let at: Date
    public let kind: String
    public let recordType: String
    public let recordID: UUID
    /// Nil where no person acted.
    public let actorID: UUID?
    public let onBehalfOf: UUID?
    public let cause: String
    public let requestID: String?
    /// The import, bulk edit or merge that it is part of.
    public let batchID: UUID?
    /// What the changed fields were and became, as JSON objects; nil also where they have been erased.
    public let before: String?
    public let after: String?
    let position: EventPosition

    public init(row: inout RowReader) throws {
        id = try row.next()
        at = try row.next()
        kind = try row.next()
        recordType = try row.next()
        recordID = try row.next()
        actorID = try row.next()
        onBehalfOf = try row.next()
        cause = try row.next()
        requestID = try row.next()
        batchID = try row.next()
        before = try row.next()
        after = try row.next()
        position = EventPosition(transaction: try row.next(), id: id)
    }

    static let columns: SQL = """
        id, at, kind, record_type, record_id, actor_id, on_behalf_of, cause, request_id, batch_id, before, after, transaction::text
        """
}

/// A place in the log. Events of one transaction stand together; which of two transactions comes first says nothing about
/// which of them committed first.
struct EventPosition: Sendable {
    /// An `xid8`, which no Swift number stands for.
    let transaction: String
    let id: UUID

    var sql: SQL { "(\(transaction)::text::xid8, \(id))" }
}
