import Foundation
import Postgres

/// The statements that write a record: always every saved column, so that each record type has one insert and one update.
struct RecordWriting {
    let type: RecordType

    init(_ type: RecordType) {
        self.type = type
    }

    func insert(_ draft: Draft, by user: UUID?, at now: Date) -> SQL {
        let columns = assignments(draft)
        let names = columns.map { "\($0.column)" as SQL }.joined(by: ", ")
        let values = columns.map(\.value).joined(by: ", ")
        let sql: SQL = """
            insert into \(type.table) as r (id, version, created_at, updated_at, created_by, updated_by, \(names))
            values (\(draft.id), 1, \(now), \(now), \(user), \(user), \(values))
            """
        return sql.named("\(type.plural).insert")
    }

    /// `COPY` for many new records at once, and its rows.
    func copy(_ drafts: [Draft], by user: UUID?, at now: Date) -> (statement: SQL, rows: [UInt8]) {
        guard let first = drafts.first else { return (.empty, []) }
        let (columns, fields) = (assignments(first).map { "\($0.column)" as SQL }, type.savedFields)
        var rows = BinaryCopyRows(columns: columns.count + 6)
        for draft in drafts {
            rows.beginRow()
            rows.add(draft.id)
            rows.add(1)
            rows.add(now)
            rows.add(now)
            rows.add(user)
            rows.add(user)
            for field in fields { add(field, of: draft, to: &rows) }
        }
        let statement: SQL = """
            copy \(type.table) (id, version, created_at, updated_at, created_by, updated_by, \(columns.joined(by: ", ")))
            from stdin (format binary)
            """
        return (statement, rows.finish())
    }

    func update(_ draft: Draft, version: Int, by user: UUID?, at now: Date) -> SQL {
        let changes = assignments(draft).map { "\($0.column) = \($0.value)" as SQL }.joined(by: ", ")
        let sql: SQL = """
            update \(type.table) as r set version = version + 1, updated_at = \(now), updated_by = \(user), \(changes)
            where id = \(draft.id) and version = \(version)
            """
        return sql.named("\(type.plural).update")
    }

    /// One statement for many changed records, which were locked as they were read: it writes only the columns that one of them
    /// changes.
    func update(_ drafts: [Draft], by user: UUID?, at now: Date) -> SQL {
        let changing = drafts.reduce(into: Set<String>()) { $0.formUnion($1.changing) }
        let fields = type.savedFields.filter { changing.contains($0.name) }
        let columns = fields.flatMap { arrays($0, of: drafts) }
        let changes = columns.map { ", \($0.column) = n.\($0.column)\($0.cast)" as SQL }.joined(by: "")
        let bound = columns.map { ", \($0.values)" as SQL }.joined(by: "")
        let names = columns.map { ", \($0.column)" as SQL }.joined(by: "")
        let sql: SQL = """
            update \(type.table) as r set version = r.version + 1, updated_at = \(now), updated_by = \(user)\(changes)
            from unnest(\(drafts.map(\.id))\(bound)) as n (id\(names)) where r.id = n.id
            """
        return sql.named("\(type.plural).update_many")
    }

    /// The columns of a field, each with the values of many drafts. Arrays have no place in an array and travel as text.
    private func arrays(_ field: Field, of drafts: [Draft]) -> [(column: SQLIdentifier, values: SQL, cast: SQL)] {
        if case .tags = field.type, let column = field.column {
            return [(column, "\(drafts.map { SQL.arrayLiteral($0[field.name].tags) })", "::text[]")]
        }
        let rows = drafts.map { assignments(field, $0) }
        return (rows.first ?? []).enumerated().map { index, first in
            (first.column, SQL.array(bound: rows.map { $0[index].value }), "")
        }
    }

    func setDeleted(_ id: UUID, at instant: Date?, by user: UUID?) -> SQL {
        """
        update \(type.table) set deleted_at = \(instant), updated_by = \(user), version = version + 1 where id = \(id)
        """
    }

    private func assignments(_ draft: Draft) -> [(column: SQLIdentifier, value: SQL)] {
        type.savedFields.flatMap { assignments($0, draft) }
    }

    private func add(_ field: Field, of draft: Draft, to rows: inout BinaryCopyRows) {
        let value = draft[field.name]
        value.add(to: &rows, as: field.type)
        if case .money = field.type { rows.add(currency(of: value)) }
    }

    /// Money takes two columns: minor units and currency.
    private func assignments(_ field: Field, _ draft: Draft) -> [(column: SQLIdentifier, value: SQL)] {
        guard let column = field.column else { return [] }
        let value = draft[field.name]
        guard case .money = field.type else { return [(column, value.bound(as: field.type))] }
        return [
            (column, value.bound(as: field.type)), (SQLIdentifier(unchecked: column.name + "_currency"), "\(currency(of: value))"),
        ]
    }

    private func currency(of value: FieldValue) -> String {
        if case .money(_, let code) = value { code } else { MoneyText.defaultCurrency }
    }
}

extension RecordType {
    /// What a record page, an edit and the API need: everything clients see, and the names of linked records.
    var recordFields: [Field] { fields.filter { !$0.uses.isEmpty } }
}
