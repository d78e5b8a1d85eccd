import Foundation
import Postgres

/// A list's order and the place in it where a page begins: no offset, so the thousandth page costs what the first does.
struct Keyset: Sendable {
    struct Key: Sendable {
        let field: Field
        let isDescending: Bool

        var expression: SQL { field.sortExpression ?? field.expression }
        /// What the sort expression yields: a folded copy of text is text.
        var type: FieldType { field.comparedType }
        /// As a page selects it, to go on from there.
        var selection: SQL { if case .number = type { "(\(expression))::text" } else { expression } }
        var isNullable: Bool { field.isNullable }
    }

    let keys: [Key]

    init(_ sort: [SortKey], of type: RecordType) {
        keys = sort.compactMap { key in type.field(key.field).map { Key(field: $0, isDescending: key.isDescending) } }
    }

    /// Ids break ties in the direction of the first key, so that one index serves both.
    private var idsDescend: Bool { keys.first?.isDescending ?? true }

    func order(backwards: Bool) -> SQL {
        let parts = keys.map { key -> SQL in
            let direction: SQL = key.isDescending != backwards ? "desc" : "asc"
            // Empty values come last when read forwards, so first when the same list is read backwards.
            let nulls: SQL = key.isNullable ? (backwards ? " nulls first" : " nulls last") : ""
            return "\(key.expression) \(direction)\(nulls)"
        }
        let ids: SQL = idsDescend != backwards ? "r.id desc" : "r.id asc"
        return (parts + [ids]).joined(by: ", ")
    }

    /// What lies beyond `position` in the direction it was made for.
    func condition(after position: KeysetPosition) -> SQL {
        let backwards = position.isBackwards
        let idComparison: SQL = idsDescend != backwards ? "r.id < \(position.id)" : "r.id > \(position.id)"
        if keys.count == 1, !keys[0].isNullable { return rowComparison(position) }
        var alternatives: [SQL] = []
        var equal: [SQL] = []
        for (key, value) in zip(keys, position.values) {
            if let beyond = beyond(key, value, backwards: backwards) {
                alternatives.append("(\((equal + [beyond]).joined(by: " and ")))")
            }
            equal.append(same(key, value))
        }
        alternatives.append("(\((equal + [idComparison]).joined(by: " and ")))")
        return "(\(alternatives.joined(by: " or ")))"
    }

    /// `(key, id) > (…)`: one range of one index.
    private func rowComparison(_ position: KeysetPosition) -> SQL {
        let key = keys[0]
        let value = position.values[0].bound(as: key.type)
        return key.isDescending != position.isBackwards
            ? "(\(key.expression), r.id) < (\(value), \(position.id))"
            : "(\(key.expression), r.id) > (\(value), \(position.id))"
    }

    private func beyond(_ key: Key, _ value: FieldValue, backwards: Bool) -> SQL? {
        let isNull = value == .null
        if isNull { return backwards ? "\(key.expression) is not null" : nil }
        let bound = value.bound(as: key.type)
        let comparison: SQL = key.isDescending != backwards ? "\(key.expression) < \(bound)" : "\(key.expression) > \(bound)"
        return key.isNullable && !backwards ? "(\(comparison) or \(key.expression) is null)" : comparison
    }

    private func same(_ key: Key, _ value: FieldValue) -> SQL {
        value == .null ? "\(key.expression) is null" : "\(key.expression) = \(value.bound(as: key.type))"
    }

    /// Where `row` stands; its sort values follow the `fieldCount` fields of the record.
    func position(of row: Row, fieldCount: Int, backwards: Bool = false) throws -> KeysetPosition {
        let values = try keys.enumerated().map { offset, key in
            let cell = row[2 + fieldCount + offset]
            return cell.isNull ? FieldValue.null : try sortValue(in: cell, key.type)
        }
        return KeysetPosition(values: values, id: try row[0].decode(UUID.self), isBackwards: backwards)
    }

    private func sortValue(in cell: Cell, _ type: FieldType) throws -> FieldValue {
        if case .money = type { return .integer(try cell.decode(Int.self)) }
        return try type.value(in: cell)
    }
}

/// A place in an ordered list.
struct KeysetPosition: Sendable, Hashable {
    let values: [FieldValue]
    let id: UUID
    /// Towards the beginning of the list.
    let isBackwards: Bool
}
