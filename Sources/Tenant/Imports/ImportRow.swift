import Foundation
import Platform
import Web

/// How the rows of one import are read: worked out once, since there may be a million of them.
struct ImportReading: Sendable {
    struct Column: Sendable {
        let index: Int
        let field: Field
        let rule: ImportColumn.Rule
    }

    /// A key, and the columns whose texts make it up.
    struct Key: Sendable {
        let key: MatchKey
        let columns: [Int]
    }

    let columns: [Column]
    /// In the order in which they are tried.
    let keys: [Key]

    init(_ source: Import) {
        let plan = source.plan
        columns = plan.columns.sorted { $0.key < $1.key }.compactMap { index, column in
            source.type.field(column.field).map { Column(index: index, field: $0, rule: column.rule) }
        }
        let places = Dictionary(plan.columns.map { ($0.value.field, $0.key) }, uniquingKeysWith: { first, _ in first })
        keys = source.matchKeys.map { key in Key(key: key, columns: key.fields.compactMap { places[$0] }) }
    }

    /// Whether it reads names of people who work here.
    var readsPeople: Bool {
        columns.contains { column in
            switch column.field.gathers {
            case .owner, .person: true
            default: false
            }
        }
    }
}

/// One row of a file, read into the values of a record; what is wrong with it is a sentence.
struct ImportRow: Sendable {
    /// What a cell says.
    enum Content: Sendable {
        case value(FieldValue)
        /// A part of an entry, such as an address' city.
        case part(String, of: String, at: Int, FieldValue)
        /// The name of a record to link to.
        case link(String, name: String)
        /// Name or address of the owner.
        case owner(String)
        /// Name or address of somebody who works here.
        case person(String, name: String)
    }

    struct Cell: Sendable {
        let field: Field
        let rule: ImportColumn.Rule
        let content: Content
    }

    let record: CSVRecord
    private(set) var cells: [Cell] = []
    /// What the row says of each key that it can be recognised by.
    private(set) var keys: [String?] = []
    private(set) var problems: [Phrase] = []

    init(_ record: CSVRecord, _ reading: ImportReading) {
        self.record = record
        cells.reserveCapacity(reading.columns.count)
        for column in reading.columns {
            let text = Self.text(record, column.index)
            if !text.isEmpty { take(text, column) }
        }
        keys = reading.keys.map { key in key.key.normalised(key.columns.map { Self.text(record, $0) }) }
    }

    private static func text(_ record: CSVRecord, _ column: Int) -> String {
        let bytes = record.bytes(at: column)
        if bytes.allSatisfy({ $0 == UInt8(ascii: " ") }) { return "" }
        return cleanText(CSVWriter.original(of: record[column])) ?? record[column]
    }

    private mutating func take(_ text: String, _ column: ImportReading.Column) {
        do throws(FieldError) {
            guard let content = try content(text, column.field) else { return }
            cells.append(Cell(field: column.field, rule: column.rule, content: content))
        } catch {
            problems.append("\(column.field.label): \(error.message)")
        }
    }

    private func content(_ text: String, _ field: Field) throws(FieldError) -> Content? {
        switch field.gathers {
        case nil: return .value(try FieldInput(field).value(typed: text))
        case .entry(let list, let part, let index):
            return .part(part, of: list, at: index, try FieldInput(field).value(typed: text))
        case .link(let link):
            guard case .text(let name) = try FieldInput(field).value(typed: text) else { return nil }
            return .link(link, name: name)
        case .owner: return .owner(text)
        case .person(let field): return .person(field, name: text)
        }
    }

    /// What the mapped cells hold, to tell two rows apart.
    func fingerprint(_ reading: ImportReading) -> Int {
        var hasher = Hasher()
        for column in reading.columns { hasher.combine(Self.text(record, column.index)) }
        return hasher.finalize()
    }
}

extension ImportRow.Cell {
    /// Whether the rule of the column lets the cell into `draft`.
    func mayChange(_ draft: Draft) -> Bool {
        guard draft.old != nil else { return true }
        switch rule {
        case .overwrite, .add: return true
        case .never: return false
        case .fillBlanks: return isBlank(in: draft)
        }
    }

    private func isBlank(in draft: Draft) -> Bool {
        switch content {
        case .value: return draft[field.name].isEmpty
        case .link(let link, _): return draft[link].isEmpty
        case .person(let field, _): return draft[field].isEmpty
        case .owner: return draft["owner_id"].isEmpty
        case .part(let part, let list, let index, _):
            let entries = draft[list].entries
            return index >= entries.count || entries[index][part]?.string?.isEmpty != false
        }
    }

    /// Puts what the cell says of the record itself into `draft`.
    func fill(_ draft: inout Draft) {
        switch content {
        case .value(let value) where rule == .add && draft.old != nil: add(value, to: &draft)
        case .value(let value): draft.give(value, to: field.name)
        case .part(let part, let list, let index, .text(let text)): Self.put(text, part, list, index, into: &draft)
        case .part, .link, .owner, .person: break
        }
    }

    private func add(_ value: FieldValue, to draft: inout Draft) {
        switch value {
        case .tags(let tags):
            let there = draft[field.name].tags
            draft.give(.tags(there + tags.filter { !there.contains($0) }), to: field.name)
        case .text(let text):
            guard let list = draft.type.list(of: field), case .rows(let parts) = list.type, let key = parts.first?.name else { return }
            let entries = draft[list.name].entries
            if entries.contains(where: { $0[key]?.string == text }) { return }
            Self.put(text, key, list.name, entries.count, into: &draft)
        default: draft.give(value, to: field.name)
        }
    }

    private static func put(_ text: String, _ part: String, _ list: String, _ index: Int, into draft: inout Draft) {
        guard case .rows(let makeUp)? = draft.type.field(list)?.type else { return }
        var entries = draft[list].entries
        // A second entry is the first where there is no other.
        let index = min(index, entries.count)
        if index == entries.count {
            var entry = JSONObject()
            for field in makeUp { entry[field.name] = field.isFlag ? .bool(false) : .string("") }
            entries.append(entry)
        }
        entries[index][part] = .string(text)
        draft[list] = .rows(String(decoding: JSONValue.array(entries.map { .object($0) }).serialized, as: UTF8.self))
    }
}
