import Foundation
import Postgres
import Synchronization
import Web

/// The fields that a query asked for, where each stands in its rows, and what follows from that for every such query.
final class RecordShape: Sendable {
    let fields: [Field]
    /// What a query selects: id, version, then the fields.
    let selection: SQL
    /// The fields that clients see, as JSON writes them.
    let written: [WrittenField]
    private let index: [String: Int]

    init(_ fields: [Field]) {
        self.fields = fields
        var selection: SQL = "select r.id, r.version"
        for field in fields { selection.append(", \(field.selection)") }
        self.selection = selection
        written = fields.enumerated().filter { $1.uses.contains(.api) }.map { WrittenField($1, column: $0 + 2) }
        index = Dictionary(fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func position(of name: String) -> Int? { index[name] }
}

/// The shapes that clients ask for again and again, by what they wrote.
final class RecordShapes: Sendable {
    private static let limit = 64

    private let known = Mutex<[String: RecordShape]>([:])

    func shape(_ asked: String, make fields: () throws -> [Field]) rethrows -> RecordShape {
        if let shape = known.withLock({ $0[asked] }) { return shape }
        let shape = RecordShape(try fields())
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[asked] = shape
        }
        return shape
    }
}

/// A record as read from the database: of any type, with the fields that were asked for.
public struct Record: Sendable {
    let type: RecordType
    let shape: RecordShape
    let id: UUID
    let version: Int
    let values: [FieldValue]
    /// Whether it was read for somebody with whom it is shared for editing.
    var isSharedForEditing = false

    /// The value of a field; null where it was not asked for.
    subscript(_ name: String) -> FieldValue {
        shape.position(of: name).map { values[$0] } ?? .null
    }

    /// What people call it.
    var title: String {
        let parts = type.titleFields.compactMap { self[$0].text }
        if !parts.isEmpty { return parts.joined(separator: " ") }
        return self["email"].text ?? "Unnamed \(type.label.description.lowercased())"
    }

    /// What of it somebody sees for whom the type is `type`.
    func seen(as type: RecordType) -> Record {
        if type === self.type { return self }
        let shape = RecordShape(type.recordFields)
        return Record(
            type: type, shape: shape, id: id, version: version, values: shape.fields.map { $0.seen(self[$0.name]) },
            isSharedForEditing: isSharedForEditing)
    }

    var path: String { type.path(id) }
    var ownerID: UUID? { self["owner_id"].id }
}

/// A record about to be saved: what it is, and what it is to become.
public struct Draft: Sendable {
    let type: RecordType
    let id: UUID
    /// Nil for a new record.
    let old: Record?
    private(set) var values: [String: FieldValue]
    /// The fields that somebody asked to set, as opposed to those that follow.
    private(set) var given: Set<String> = []
    /// The fields that are to be other than they were. Kept as values are set, since a save asks for them again and again.
    private var differing: Set<String> = []

    /// - Parameter type: whose whole is meant, so that what its author does not see gets its usual value.
    init(new type: RecordType, id: UUID) {
        self.type = type.whole
        self.id = id
        old = nil
        values = [:]
    }

    init(changing record: Record) {
        type = record.type
        id = record.id
        old = record
        values = Dictionary(uniqueKeysWithValues: zip(record.shape.fields.map(\.name), record.values))
    }

    subscript(_ name: String) -> FieldValue {
        get {
            if name == "custom", !type.customFields.isEmpty { return custom }
            return values[name] ?? type.field(name).map { .empty(of: $0.type) } ?? .null
        }
        set {
            values[name] = newValue
            guard let old else { return }
            if newValue.means(old[name]) { differing.remove(name) } else { differing.insert(name) }
        }
    }

    /// As a new record would have it: what there is to check when a record comes back.
    init(copying record: Record) {
        self.init(new: record.type, id: record.id)
        for (field, value) in zip(record.shape.fields, record.values) { values[field.name] = value }
    }

    /// The values of the tenant's own fields as they are kept: with what nobody sees any more.
    private var custom: FieldValue {
        var members = (values["custom"] ?? .null).members
        for field in type.customFields where isSaying(field) {
            guard let name = field.custom?.description else { continue }
            // What is empty is not there at all, rather than null.
            members[name] = self[field.name].isEmpty ? Optional.none : self[field.name].json
        }
        return .rows(String(decoding: JSONValue.object(members).serialized, as: UTF8.self))
    }

    /// Whether it says of a field what the record does not say yet.
    private func isSaying(_ field: Field) -> Bool {
        if old != nil { return differing.contains(field.name) }
        return values[field.name]?.isEmpty == false
    }

    /// Whether anybody or anything has said what the field is to be.
    func says(_ name: String) -> Bool { values[name] != nil }

    /// Sets what somebody asked for.
    mutating func give(_ value: FieldValue, to name: String) {
        self[name] = value
        given.insert(name)
    }

    /// Whether a save would write another value.
    func isChanging(_ name: String) -> Bool {
        if old == nil || differing.contains(name) { return true }
        return name == "custom" && type.customFields.contains(where: isSaying)
    }

    /// Whether a save would write other entries of a list, such as e-mail addresses: they have rows of their own.
    var changesEntries: Bool {
        type.fields.contains { field in
            if case .rows = field.type { isChanging(field.name) } else { false }
        }
    }

    /// Whether somebody asked for another value.
    func givesAnew(_ name: String) -> Bool {
        given.contains(name) && self[name] != old?[name] ?? .null
    }

    /// The fields that a save would change, in declared order.
    var changes: [Field] {
        type.fields.filter { field in
            guard field.uses.contains(.audit) else { return false }
            if field.custom != nil { return isSaying(field) }
            return old == nil ? !self[field.name].isEmpty : differing.contains(field.name)
        }
    }
}
