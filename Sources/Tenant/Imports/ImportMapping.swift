import Foundation
import Web

/// Guesses what each column of a file is, and checks what a person or a client says instead.
struct ImportMapping {
    let type: RecordType

    /// The fields that a column can fill.
    var targets: [Field] { type.fields(for: .import) }

    /// By the header: a field's name, label or one of its other names, whatever the case, spacing or punctuation.
    func guess(_ header: [String]) -> [Int: String] {
        var names: [String: String] = [:]
        for field in targets {
            for name in [field.name, field.label.description] + field.synonyms where names[Self.key(name)] == nil {
                names[Self.key(name)] = field.name
            }
        }
        var mapping: [Int: String] = [:]
        for (index, column) in header.enumerated() {
            guard let field = names[Self.key(column)], !mapping.values.contains(field) else { continue }
            mapping[index] = field
        }
        return mapping
    }

    private static func key(_ name: String) -> String {
        folded(name).filter { $0.isLetter || $0.isNumber }
    }

    /// - Parameter choices: the field for each column, empty for none.
    /// - Throws: `Failure.invalid` for unknown fields and fields that are filled twice.
    func checked(_ choices: [Int: String], columns: Int) throws -> [Int: String] {
        var mapping: [Int: String] = [:]
        for (index, name) in choices.sorted(by: { $0.key < $1.key }) where !name.isEmpty {
            guard (0..<columns).contains(index), targets.contains(where: { $0.name == name }) else {
                throw Failure.invalid("mapping[\(index)]", "unknown_field", "\(type.pluralLabel) have no field \"\(name)\" to import into.")
            }
            guard !mapping.values.contains(name) else {
                throw Failure.invalid(
                    "mapping[\(index)]", "duplicate", "Two columns cannot both fill \(type.field(name)?.label ?? Phrase(english: name)).")
            }
            mapping[index] = name
        }
        guard !mapping.isEmpty else { throw Failure.invalid("mapping", "required", "Say for at least one column what it is.") }
        return mapping
    }
}
