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
        case part(EntryPart)
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
            guard case .text(let text) = try FieldInput(field).value(typed: text) else { return nil }
            return .part(EntryPart(list: list, index: index, name: part, text: text))
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
