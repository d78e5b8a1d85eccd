import Foundation
import Web

/// Guesses what each column of a file is, and checks what a person or a client says instead.
struct ImportMapping {
    let type: RecordType

    /// Finds the record that a row is about, and never changes.
    static let id = Field(
        name: "id", label: "Id", type: .text(limit: 36), uses: .import, column: nil, expression: "r.id::text", sortExpression: nil,
        join: nil, help: nil, synonyms: ["record id"], section: "", gathers: nil)

    /// The fields that a column can fill.
    var targets: [Field] { type.fields(for: .import) + [Self.id] }

    func target(_ name: String) -> Field? {
        if name == Self.id.name { return Self.id }
        return type.field(name).flatMap { $0.uses.contains(.import) ? $0 : nil }
    }

    /// By the header: a field's name, label or one of its other names, whatever the case, spacing or punctuation.
    func guess(_ header: [String]) -> ImportPlan {
        var names: [String: String] = [:]
        for field in targets {
            for name in [field.name, field.label.description] + field.synonyms where names[Self.key(name)] == nil {
                names[Self.key(name)] = field.name
            }
        }
        var columns: [Int: ImportColumn] = [:]
        for (index, column) in header.enumerated() {
            guard let field = names[Self.key(column)], !columns.values.contains(where: { $0.field == field }) else { continue }
            columns[index] = ImportColumn(field: field)
        }
        let mapped = Set(columns.values.map(\.field))
        return ImportPlan(columns: columns, keys: type.importKeys.first { mapped.isSuperset(of: $0.fields) }.map { [$0.name] } ?? [])
    }

    static func key(_ name: String) -> String {
        folded(name).filter { $0.isLetter || $0.isNumber }
    }

    /// - Throws: `Failure.invalid` for unknown fields and keys, and for fields that are filled twice.
    func checked(_ plan: ImportPlan, columns count: Int) throws -> ImportPlan {
        var plan = plan
        plan.columns = try checkedColumns(plan.columns, count)
        if plan.mode == .create {
            plan.keys = plan.keys.filter { key in type.importKeys.contains { $0.name == key } }
        } else {
            plan.keys = try checkedKeys(plan.keys, mapped: Set(plan.mapping.values))
        }
        return plan
    }

    private func checkedColumns(_ columns: [Int: ImportColumn], _ count: Int) throws -> [Int: ImportColumn] {
        var checked: [Int: ImportColumn] = [:]
        for (index, column) in columns.sorted(by: { $0.key < $1.key }) where !column.field.isEmpty {
            guard (0..<count).contains(index), let field = target(column.field) else {
                throw Failure.invalid(
                    "mapping[\(index)]", "unknown_field", "\(type.pluralLabel) have no field \"\(column.field)\" to import into.")
            }
            guard !checked.values.contains(where: { $0.field == column.field }) else {
                throw Failure.invalid("mapping[\(index)]", "duplicate", "Two columns cannot both fill \(field.label).")
            }
            guard type.rules(for: field).contains(column.rule) else {
                throw Failure.invalid("rules[\(index)]", "not_possible", "\(field.label) holds one value, so nothing can be added to it.")
            }
            checked[index] = column
        }
        guard checked.values.contains(where: { $0.field != Self.id.name }) else {
            throw Failure.invalid("mapping", "required", "Say for at least one column what it is.")
        }
        return checked
    }

    private func checkedKeys(_ names: [String], mapped: Set<String>) throws -> [String] {
        var keys: [String] = []
        for name in names where !name.isEmpty && !keys.contains(name) {
            guard let key = type.importKeys.first(where: { $0.name == name }) else {
                throw Failure.invalid(
                    "match_on", "unknown", "Records can be found by: \(type.importKeys.map(\.name).joined(separator: ", ")).")
            }
            guard mapped.isSuperset(of: key.fields) else {
                throw Failure.invalid("match_on", "not_mapped", "No column says \(type.label(of: key)), by which records are to be found.")
            }
            keys.append(name)
        }
        guard !keys.isEmpty else { throw Failure.invalid("match_on", "required", "Say what records are recognised by.") }
        return keys
    }
}
