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
            returning \(returned)
            """
        return sql.named("\(type.plural).insert")
    }

    func update(_ draft: Draft, version: Int, by user: UUID?, at now: Date) -> SQL {
        let changes = assignments(draft).map { "\($0.column) = \($0.value)" as SQL }.joined(by: ", ")
        let sql: SQL = """
            update \(type.table) as r set version = version + 1, updated_at = \(now), updated_by = \(user), \(changes)
            where id = \(draft.id) and version = \(version)
            returning \(returned)
            """
        return sql.named("\(type.plural).update")
    }

    func setDeleted(_ id: UUID, at instant: Date?, by user: UUID?) -> SQL {
        """
        update \(type.table) set deleted_at = \(instant), updated_by = \(user), version = version + 1 where id = \(id)
        """
    }

    /// Money takes two columns: minor units and currency.
    private func assignments(_ draft: Draft) -> [(column: SQLIdentifier, value: SQL)] {
        type.savedFields.flatMap { field -> [(column: SQLIdentifier, value: SQL)] in
            guard let column = field.column else { return [] }
            let value = draft[field.name]
            guard case .money = field.type else { return [(column, value.bound(as: field.type))] }
            var currency = MoneyText.defaultCurrency
            if case .money(_, let code) = value { currency = code }
            return [(column, value.bound(as: field.type)), (SQLIdentifier(unchecked: column.name + "_currency"), "\(currency)")]
        }
    }

    private var returned: SQL {
        var sql: SQL = "r.id, r.version"
        for field in type.savedFieldsOnly { sql.append(", \(field.selection)") }
        return sql
    }
}

extension RecordType {
    /// What a record page, an edit and the API need: everything clients see, and the names of linked records.
    var recordFields: [Field] { fields.filter { !$0.uses.isEmpty } }
    /// What a statement without joins can return.
    var savedFieldsOnly: [Field] { fields.filter { $0.column != nil } }
}
