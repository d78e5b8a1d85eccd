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
    subscript(_ name: String) -> FieldValue { value(of: name) ?? .null }

    /// The value of a field; nil where it was not asked for.
    func value(of name: String) -> FieldValue? {
        shape.position(of: name).map { values[$0] }
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
