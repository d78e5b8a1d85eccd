import Foundation
import Web

/// What is to be done with a file: what each column is, how rows find their records, and what may follow from them.
struct ImportPlan: Sendable, Hashable {
    enum Mode: String, Sendable, CaseIterable, Codable {
        case create, update, upsert

        var label: Phrase {
            switch self {
            case .create: "Add every row as new"
            case .update: "Only update records that are there"
            case .upsert: "Update what is there, add the rest"
            }
        }
    }

    /// By the column's index; columns that are not in it are ignored.
    var columns: [Int: ImportColumn]
    var mode = Mode.create
    /// What rows are recognised by: the first key that finds a record decides.
    var keys: [String] = []
    /// Whether records that rows link to are made where there is none of that name.
    var createsLinks = true
    /// Whether what the import does sets automations off. They find it by the events' batch, which is the import's id.
    var firesAutomations = true

    /// The field that each column fills.
    var mapping: [Int: String] { columns.mapValues(\.field) }
}

/// What becomes of a column.
struct ImportColumn: Sendable, Hashable, Codable {
    /// What a cell does to a record that is there already. An empty cell never does anything.
    enum Rule: String, Sendable, CaseIterable, Codable {
        case overwrite
        case fillBlanks = "fill_blanks"
        case never
        /// Only for fields that hold several values.
        case add

        var label: Phrase {
            switch self {
            case .overwrite: "Overwrite"
            case .fillBlanks: "Fill if empty"
            case .never: "Keep what is there"
            case .add: "Add to what is there"
            }
        }
    }

    var field: String
    var rule = Rule.overwrite
}

extension RecordType {
    /// What rows of a file can be recognised by, as far as this person may know of it.
    var importKeys: [MatchKey] {
        let keys = matchKeys.filter { key in key.fields.allSatisfy { field($0) != nil } }
        return keys + [.id(of: table)]
    }

    /// What people call a key.
    func label(of key: MatchKey) -> Phrase {
        key.label ?? field(key.name)?.label ?? Phrase(english: key.name)
    }

    /// The field that holds all values of which `field` is the first, such as `emails` for `email`.
    func list(of field: Field) -> Field? {
        guard let list = self.field(field.name + "s"), case .rows = list.type else { return nil }
        return list
    }

    /// What may be done with a column that fills `field`.
    func rules(for field: Field) -> [ImportColumn.Rule] {
        if case .tags = field.type { return ImportColumn.Rule.allCases }
        return list(of: field) == nil ? [.overwrite, .fillBlanks, .never] : ImportColumn.Rule.allCases
    }
}
