import Foundation
import Platform
import Postgres
import Web

/// A question for some of a viewer's records, and the only function that starts such a query.
struct RecordQuery: Sendable {
    let type: RecordType
    let viewer: Viewer
    var fields: [Field]
    var filter: Filter?
    /// Folded words that all must occur.
    var search: String = ""
    var sort: [SortKey]
    var position: KeysetPosition?
    var limit = 25
    var showsDeleted = false
    var action: Action = .view

    init(_ type: RecordType, viewer: Viewer, fields: [Field]? = nil) {
        self.type = type
        self.viewer = viewer
        self.fields = fields ?? type.fields(for: .api)
        sort = [type.defaultSort]
    }

    var shape: RecordShape { RecordShape(fields) }
    var keyset: Keyset { Keyset(sort, of: type) }

    /// A page of records, and one more that says whether there is a next page.
    /// - Throws: `Failure.invalid` where the filter does not fit the record type.
    func page() throws -> SQL {
        let keyset = keyset
        var sql: SQL = "select r.id, r.version"
        for field in fields { sql.append(", \(field.selection)") }
        for key in keyset.keys { sql.append(", \(key.expression)") }
        sql.append(try source())
        if let position { sql.append(" and \(keyset.condition(after: position))") }
        let backwards = position?.isBackwards ?? false
        sql.append(" order by \(keyset.order(backwards: backwards)) limit \(limit + 1)")
        return sql.named("\(type.plural).list")
    }

    /// How many there are; counting stops at `bound`.
    func count(upTo bound: Int) throws -> SQL {
        let sql: SQL = "select count(*) from (select 1 \(try source()) limit \(bound)) as counted"
        return sql.named("\(type.plural).count")
    }

    /// One record by id.
    func one(_ id: UUID) -> SQL {
        byID("r.id = \(id)").named("\(type.plural).one")
    }

    /// Several records by id, as far as they are there.
    func many(_ ids: [UUID]) -> SQL {
        byID("r.id = any(\(ids))").named("\(type.plural).many")
    }

    private func byID(_ condition: SQL) -> SQL {
        var sql: SQL = "select r.id, r.version"
        for field in fields { sql.append(", \(field.selection)") }
        sql.append(" from \(type.table) r\(joins(for: fields)) where \(condition) and \(deletion) and \(type.allows(action, for: viewer))")
        return sql
    }

    /// Every matching record in no promised order, for exports and counts of their own.
    func source() throws -> SQL {
        let predicate = try filter.map { try FilterCompiler(type: type, viewer: viewer).compile($0) }
        let used = fields + keyset.keys.map(\.field) + (filter?.fieldNames.compactMap { type.field($0) } ?? [])
        var sql: SQL = " from \(type.table) r\(joins(for: used)) where \(deletion) and \(type.allows(action, for: viewer))"
        for word in search.split(separator: " ") { sql.append(" and r.search like \("%\(escapedForLike(String(word)))%")") }
        if let predicate { sql.append(" and \(predicate)") }
        return sql
    }

    private var deletion: SQL { showsDeleted ? "r.deleted_at is not null" : "r.deleted_at is null" }

    private func joins(for fields: [Field]) -> SQL {
        let names = Set(fields.compactMap(\.join))
        return type.joins.filter { names.contains($0.name) }.map { " " + $0.sql(viewer) }.joined(by: "")
    }
}

extension Field {
    /// How a select list reads it.
    var selection: SQL {
        guard case .money = type, let column else { return expression }
        return "r.\(column) || ' ' || r.\(SQLIdentifier(unchecked: column.name + "_currency"))"
    }
}

/// Text in which `%`, `_` and `\` stand for themselves.
func escapedForLike(_ text: String) -> String {
    var escaped = ""
    for character in text {
        if character == "%" || character == "_" || character == "\\" { escaped.append("\\") }
        escaped.append(character)
    }
    return escaped
}

extension Row {
    /// Reads a record that `RecordQuery` selected.
    func record(of type: RecordType, shape: RecordShape) throws -> Record {
        Record(
            type: type, shape: shape, id: try self[0].decode(UUID.self), version: try self[1].decode(Int.self),
            values: try shape.fields.enumerated().map { try $1.type.value(in: self[$0 + 2]) })
    }
}
