import Foundation
import Platform
import Web

/// One row of a file, read into the values of a record; what is wrong with it is a sentence.
struct ImportRow: Sendable {
    let record: CSVRecord
    /// What the row says of stored fields.
    private(set) var values: [String: FieldValue] = [:]
    /// What it says of parts of entries, such as an address' city.
    private(set) var parts: [Part] = []
    /// Names of records to link to, by link field.
    private(set) var links: [String: String] = [:]
    /// Name or address of the owner.
    private(set) var owner: String?
    private(set) var problems: [Phrase] = []

    struct Part: Sendable {
        let field: String
        let part: String
        let index: Int
        let value: FieldValue
    }

    init(_ record: CSVRecord, _ source: Import) {
        self.record = record
        for (column, name) in source.mapping {
            guard let field = source.type.field(name) else { continue }
            let text = column < record.count ? CSVWriter.original(of: record[column]).trimmingCharacters(in: .whitespacesAndNewlines) : ""
            if !text.isEmpty { take(text, field) }
        }
    }

    private mutating func take(_ text: String, _ field: Field) {
        do throws(FieldError) {
            switch field.gathers {
            case nil: values[field.name] = try FieldInput(field).value(typed: text)
            case .entry(let list, let part, let index):
                parts.append(Part(field: list, part: part, index: index, value: try FieldInput(field).value(typed: text)))
            case .link(let link):
                guard case .text(let name) = try FieldInput(field).value(typed: text) else { return }
                links[link] = name
            case .owner: owner = text
            }
        } catch {
            problems.append("\(field.label): \(error.message)")
        }
    }

    mutating func complain(_ sentence: Phrase) {
        problems.append(sentence)
    }

    /// Puts the row's values into `draft`.
    func fill(_ draft: inout Draft) {
        for (name, value) in values { draft.give(value, to: name) }
        for part in parts.sorted(by: { $0.index < $1.index }) { put(part, into: &draft) }
    }

    private func put(_ part: Part, into draft: inout Draft) {
        guard case .rows(let makeUp)? = draft.type.field(part.field)?.type, case .text(let text) = part.value else { return }
        var entries = draft[part.field].entries
        // A second entry is the first where there is no other.
        let index = min(part.index, entries.count)
        if index == entries.count {
            var entry = JSONObject()
            for field in makeUp { entry[field.name] = field.isFlag ? .bool(false) : .string("") }
            entries.append(entry)
        }
        entries[index][part.part] = .string(text)
        draft[part.field] = .rows(String(decoding: JSONValue.array(entries.map { .object($0) }).serialized, as: UTF8.self))
    }
}
