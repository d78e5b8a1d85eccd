import Foundation
import Platform
import Postgres
import Web

/// An event as those read it who look after a tenant.
struct LoggedEvent: Sendable, RowDecodable {
    let id: UUID
    let at: Date
    let kind: String
    let recordType: String
    let recordID: UUID
    let actorID: UUID?
    let actor: String?
    let onBehalfOf: String?
    let cause: String
    let requestID: String?
    let batchID: UUID?
    let before: String?
    let after: String?
    /// What it said was taken out for the sake of privacy.
    let isErased: Bool
    /// It is part of the chain of seals, so that no change of it would stay unnoticed.
    let isSealed: Bool

    /// A field, what it was and what it became.
    typealias Change = (name: String, before: JSONValue?, after: JSONValue?)

    static let columns: SQL = """
        e.id, e.at, e.kind, e.record_type, e.record_id, e.actor_id, u.name, o.name, e.cause, e.request_id, e.batch_id, e.before, e.after,
        e.erased_by is not null, coalesce((e.transaction, e.id) <= (s.to_transaction, s.to_id), false)
        """

    init(row: inout RowReader) throws {
        id = try row.next()
        at = try row.next()
        kind = try row.next()
        recordType = try row.next()
        recordID = try row.next()
        actorID = try row.next()
        actor = try row.next()
        onBehalfOf = try row.next()
        cause = try row.next()
        requestID = try row.next()
        batchID = try row.next()
        before = try row.next()
        after = try row.next()
        isErased = try row.next()
        isSealed = try row.next()
    }

    /// The last part of the kind, such as `updated`.
    var verb: String { kind.split(separator: ".").last.map { String($0) } ?? kind }

    var place: LogPlace { LogPlace(at: at, id: id) }

    /// Whether it is one that a reversal knows how to take back.
    var isReversible: Bool {
        !isErased && kind == "\(recordType).\(verb)" && LoggedChange.reversible.contains(verb)
    }

    /// What changed, by field: what it was and what it became.
    /// - Parameter type: as the reader sees it; its hidden fields are left out. Nil for what is no record type.
    func changes(seenAs type: RecordType?) -> [Change] {
        let (old, new) = (Self.object(before), Self.object(after))
        let names = new.names + old.names.filter { new[$0] == nil }
        return names.filter { type == nil || type?.field($0) != nil }.map { ($0, old[$0], new[$0]) }
    }

    /// The same for whoever reads the whole log: of records that they need not see all of they read that something happened, and
    /// not what.
    func changes(inLogOf viewer: Viewer) -> [Change] {
        let type = viewer.records.named(recordType)
        return type == nil || viewer.reach(of: .view, on: recordType) == .all ? changes(seenAs: type) : []
    }

    private static func object(_ text: String?) -> JSONObject {
        text.flatMap { try? JSONValue(parsing: $0) }?.object ?? JSONObject()
    }
}

/// How far the log has been sealed.
struct LastSeal: Sendable, RowDecodable {
    let number: Int
    let at: Date
    let hash: String
    /// Events that the next seal will cover; counted up to 10,001.
    let waiting: Int

    init(row: inout RowReader) throws {
        number = try row.next()
        at = try row.next()
        hash = try row.next()
        waiting = try row.next()
    }
}
