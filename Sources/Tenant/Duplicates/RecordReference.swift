import Foundation
import Platform
import Postgres
import Web

/// Where a feature keeps things about records of any type. When records are merged, these move along; when they are purged,
/// these go with them.
struct RecordReference: Sendable {
    /// The table; as merges remember it, so it never changes once released.
    let table: SQLIdentifier
    /// What tells its rows apart.
    let key: SQLIdentifier
    /// What a record can have only once, such as a tag: of what both records have, one stays where it was.
    var distinctBy: [SQLIdentifier] = []
    var typeColumn: SQLIdentifier = "record_type"
    var idColumn: SQLIdentifier = "record_id"

    /// Keeps rows from moving to where their like is.
    fileprivate func unlessThere(at id: UUID, _ type: RecordType) -> SQL {
        if distinctBy.isEmpty { return "" }
        let same = distinctBy.map { "o.\($0) is not distinct from a.\($0)" as SQL }.joined(by: " and ")
        return """
             and not exists (select from \(table) o where o.\(typeColumn) = \(type.name) and o.\(idColumn) = \(id) and \(same))
            """
    }

    /// Takes away what belongs to records that go for good.
    func removal(of ids: [UUID], _ type: RecordType) -> SQL {
        "delete from \(table) where \(typeColumn) = \(type.name) and \(idColumn) = any(\(ids))"
    }
}

/// A place from where things point at records of one type: a link of some record type, or a feature's own table.
enum MergePlace: Sendable {
    case link(of: RecordType, Field)
    case attached(RecordReference, to: RecordType)

    /// Every place where records of `type` may be pointed at.
    static func all(of type: RecordType, in catalogue: RecordCatalogue) -> [MergePlace] {
        let links = catalogue.all.map(\.whole).flatMap { other in
            other.fields.compactMap { field -> MergePlace? in
                guard case .link(type.name) = field.type, field.column != nil || field.custom != nil else { return nil }
                return .link(of: other, field)
            }
        }
        return links + Features.all.flatMap(\.recordReferences).map { .attached($0, to: type) }
    }

    /// As merges remember it.
    var name: String {
        switch self {
        case .link(let other, let field): "\(other.name).\(field.name)"
        case .attached(let reference, _): reference.table.name
        }
    }

    /// Moves whatever points at `source`, but for records that are merged themselves.
    /// - Returns: a statement that answers the keys of what moved.
    func move(from source: UUID, to target: UUID, merging ids: [UUID], by user: UUID?, at now: Date) -> SQL {
        switch self {
        case .link(let other, let field):
            return """
                update \(other.table) as r set \(field.pointing(at: target)), \(touched(user, now))
                where \(field.pointer) = \(source) and r.id <> all(\(ids)) returning r.id::text
                """
        case .attached(let place, let type):
            return """
                update \(place.table) as a set \(place.idColumn) = \(target)
                where a.\(place.typeColumn) = \(type.name) and a.\(place.idColumn) = \(source)\(place.unlessThere(at: target, type))
                returning a.\(place.key)::text
                """
        }
    }

    /// Moves back what had moved, as far as it is still there.
    func moveBack(_ keys: [String], from target: UUID, to source: UUID, by user: UUID?, at now: Date) -> SQL {
        switch self {
        case .link(let other, let field):
            return """
                update \(other.table) as r set \(field.pointing(at: source)), \(touched(user, now))
                where r.id = any(\(keys)::text[]::uuid[]) and \(field.pointer) = \(target) returning r.id::text
                """
        case .attached(let place, let type):
            return """
                update \(place.table) as a set \(place.idColumn) = \(source)
                where a.\(place.typeColumn) = \(type.name) and a.\(place.idColumn) = \(target)
                  and a.\(place.key)::text = any(\(keys)) returning a.\(place.key)::text
                """
        }
    }

    private func touched(_ user: UUID?, _ now: Date) -> SQL {
        "version = r.version + 1, updated_at = \(now), updated_by = \(user)"
    }

    /// What the log says of records whose link has moved.
    func events(of keys: [String], from source: UUID, to target: UUID) -> [Event] {
        guard case .link(let other, let field) = self else { return [] }
        let (before, after) = (Self.json(field.name, source), Self.json(field.name, target))
        return keys.compactMap { UUID(uuidString: $0) }.map { id in
            Event("\(other.name).updated", recordType: other.name, recordID: id, before: before, after: after)
        }
    }

    private static func json(_ name: String, _ id: UUID) -> JSON {
        JSON(text: "{\"\(name)\":\"\(id.text)\"}")
    }
}

extension Field {
    /// The id that a link field of alias `r` holds.
    fileprivate var pointer: SQL {
        custom.map { "(r.custom->>\($0.literal))::uuid" } ?? expression
    }

    fileprivate func pointing(at id: UUID) -> SQL {
        if let custom {
            return "custom = jsonb_set(r.custom, array[\(custom.literal)], to_jsonb(\(id.text)::text))"
        }
        return "\(column ?? "id") = \(id)"
    }
}
