import Foundation
import Web

/// Reads the entries of a `rows` field, such as a contact's addresses, and writes them as the JSON that is kept.
struct RowsInput {
    let field: Field
    let parts: [RowField]
    private static let entryLimit = 20

    /// Entries of a JSON body.
    func value(_ items: [JSONValue]) throws(FieldError) -> FieldValue {
        guard items.count <= Self.entryLimit else {
            throw FieldError(field: field.name, code: "too_many", message: "At most \(Self.entryLimit) entries fit here.")
        }
        var entries: [JSONValue] = []
        for (index, item) in items.enumerated() {
            guard let object = item.object else { throw error(index, nil, "wrong_type", "Each entry is an object.") }
            for name in object.names where !parts.contains(where: { $0.name == name }) {
                throw error(index, name, "unknown_field", "There is no \"\(name)\" here.")
            }
            entries.append(
                try entry(index) { part throws(FieldError) in
                    guard let given = object[part.name] else { return nil }
                    return try FieldInput(part.asField).value(json: given)
                })
        }
        return .rows(text(entries))
    }

    /// The entries that a form gives; those left blank are not there.
    func given(in form: FormData) -> [FormData] {
        form.rows(field.name).filter { row in parts.contains { !$0.isFlag && !row.string($0.name).isEmpty } }
    }

    /// Entries of a form.
    func value(_ form: FormData) throws(FieldError) -> FieldValue {
        var entries: [JSONValue] = []
        for (index, row) in given(in: form).enumerated() {
            entries.append(
                try entry(index) { part throws(FieldError) in
                    guard let typed = row.text(part.name) else { return nil }
                    return try FieldInput(part.asField).value(typed: typed)
                })
        }
        guard entries.count <= Self.entryLimit else {
            throw FieldError(field: field.name, code: "too_many", message: "At most \(Self.entryLimit) entries fit here.")
        }
        return .rows(text(entries))
    }

    private func entry(_ index: Int, _ value: (RowField) throws(FieldError) -> FieldValue?) throws(FieldError) -> JSONValue {
        var entry = JSONObject()
        for part in parts {
            do throws(FieldError) {
                let given = try value(part) ?? .empty(of: part.type)
                entry[part.name] = part.json(given)
            } catch {
                throw self.error(index, part.name, error.code, error.message)
            }
        }
        return .object(entry)
    }

    private func text(_ entries: [JSONValue]) -> String {
        String(decoding: JSONValue.array(entries).serialized, as: UTF8.self)
    }

    private func error(_ index: Int, _ part: String?, _ code: String, _ message: Phrase) -> FieldError {
        FieldError(field: "\(field.name)[\(index)]" + (part.map { "[\($0)]" } ?? ""), code: code, message: message)
    }
}

extension RowField {
    var isFlag: Bool { if case .bool = type { true } else { false } }

    /// The part seen as a field of its own, so that one reader serves both.
    var asField: Field {
        Field(
            name: name, label: label, type: type, uses: .form, column: nil, expression: .init(stringLiteral: "null"), sortExpression: nil,
            join: nil, help: nil, synonyms: [], section: "", gathers: nil)
    }

    func json(_ value: FieldValue) -> JSONValue {
        switch value {
        case .text(let text): .string(text)
        case .bool(let flag): .bool(flag)
        case .integer(let number): .int(Int64(number))
        default: .null
        }
    }
}

extension FieldValue {
    /// The entries of a `rows` field.
    var entries: [JSONObject] {
        guard case .rows(let text) = self, let json = try? JSONValue(parsing: text) else { return [] }
        return json.array?.compactMap(\.object) ?? []
    }
}
