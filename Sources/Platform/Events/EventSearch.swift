import Foundation
import Postgres

/// What operators look for in a tenant's log. Every part that is given narrows it.
public struct EventSearch: Sendable {
    public var kind: String?
    public var recordType: String?
    public var recordID: UUID?
    /// Who did it, or for whom it was done.
    public var personID: UUID?
    public var batchID: UUID?
    public var requestID: String?
    public var since: Date?
    public var until: Date?

    public init() {}

    var condition: SQL {
        var parts: [SQL] = []
        if let kind { parts.append("kind = \(kind)") }
        if let recordType { parts.append("record_type = \(recordType)") }
        if let recordID { parts.append("record_id = \(recordID)") }
        if let personID { parts.append("(actor_id = \(personID) or on_behalf_of = \(personID))") }
        if let batchID { parts.append("batch_id = \(batchID)") }
        if let requestID { parts.append("request_id = \(requestID)") }
        if let since { parts.append("at >= \(since)") }
        if let until { parts.append("at < \(until)") }
        return parts.isEmpty ? "true" : parts.joined(by: " and ")
    }
}

/// An event without what it says was changed, which may be personal: only the names of the fields.
public struct FoundEvent: Sendable, RowDecodable {
    public let id: UUID
    public let at: Date
    public let kind: String
    public let recordType: String
    public let recordID: UUID
    public let actorID: UUID?
    public let onBehalfOf: UUID?
    public let cause: String
    public let requestID: String?
    public let batchID: UUID?
    public let fields: [String]

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
        fields = try row.next()
    }

    static let columns: SQL = """
        id, at, kind, record_type, record_id, actor_id, on_behalf_of, cause, request_id, batch_id,
        array(select jsonb_object_keys(coalesce(after, before, '{}')))
        """
}

extension EventLog {
    /// The newest events that match, the oldest of them first.
    public func search(_ search: EventSearch, limit: Int) async throws -> [FoundEvent] {
        try await perform(
            "select \(FoundEvent.columns) from events where \(search.condition) order by at desc, id desc limit \(limit)"
        ).decode(FoundEvent.self).reversed()
    }
}
