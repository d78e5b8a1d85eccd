import Foundation
import Postgres
import Web

/// One value out of a closed list.
public struct FieldChoice: Sendable, Hashable {
    public let value: String
    public let label: Phrase
    /// How lists colour it.
    public let tone: Tone
    /// The English label in small letters, as files have it: worked out once, since a file has many rows.
    private let spelling: String

    init(_ value: String, _ label: Phrase, _ tone: Tone = .neutral) {
        self.value = value
        self.label = label
        self.tone = tone
        spelling = label.description.lowercased()
    }

    /// The choice that `text` means, by its value or its label, whatever the capitals.
    static func meant(by text: String, among choices: [FieldChoice]) -> FieldChoice? {
        let wanted = text.lowercased()
        return choices.first { $0.value == wanted } ?? choices.first { $0.spelling == wanted }
    }
}

/// What a field holds: decides how it is checked, stored, filtered, shown and described.
public indirect enum FieldType: Sendable {
    case text(limit: Int)
    case longText
    case email, phone, url
    case choice([FieldChoice])
    case tags
    /// Any of a closed list.
    case choices([FieldChoice])
    case integer(ClosedRange<Int>)
    /// With decimals.
    case number
    case money
    case date, instant, bool
    /// A person of this tenant.
    case user
    /// A record of the named type.
    case link(String)
    /// Several entries of the same make-up, such as addresses.
    case rows([RowField])
    /// What a tenant has defined for itself: an object that holds the values of its own fields.
    case custom

    /// Kept as JSON that clients see as it is.
    var isJSON: Bool {
        switch self {
        case .rows, .custom: true
        default: false
        }
    }

    var isText: Bool {
        switch self {
        case .text, .longText, .email, .phone, .url: true
        default: false
        }
    }
}

/// A part of each entry of a `rows` field.
public struct RowField: Sendable {
    let name: String
    let label: Phrase
    let type: FieldType

    init(_ name: String, _ label: Phrase, _ type: FieldType) {
        self.name = name
        self.label = label
        self.type = type
    }
}

/// One field of a record type: everything the engines know of it. Shared, since every list hands its fields around.
public final class Field: Sendable {
    /// What a field may be used for.
    struct Uses: OptionSet, Sendable {
        let rawValue: Int
        static let form = Uses(rawValue: 1)
        static let filter = Uses(rawValue: 2)
        static let sort = Uses(rawValue: 4)
        static let list = Uses(rawValue: 8)
        static let api = Uses(rawValue: 16)
        static let export = Uses(rawValue: 32)
        static let `import` = Uses(rawValue: 64)
        static let audit = Uses(rawValue: 128)
        /// Whether the page of a record shows what links to it by this field.
        static let related = Uses(rawValue: 256)
        /// What a stored field is used for unless it says otherwise.
        static let usual: Uses = [.form, .filter, .sort, .list, .api, .export, .import, .audit]
        /// What belongs to another record and is shown beside its link.
        static let derived: Uses = [.filter, .sort, .list, .export, .import]
        /// What the system sets.
        static let system: Uses = [.filter, .sort, .list, .api, .export]
    }

    /// As clients write it; also the key of `Record`.
    let name: String
    let label: Phrase
    let type: FieldType
    let uses: Uses
    /// Where it is kept; nil for what is derived from other records.
    let column: SQLIdentifier?
    /// How a query over alias `r` reads it.
    let expression: SQL
    /// What lists are ordered by, where that is not the value itself.
    let sortExpression: SQL?
    /// The join that `expression` needs.
    let join: String?
    let help: Phrase?
    /// Headers that import files use for it, folded.
    let synonyms: [String]
    /// Where forms put it.
    let section: Phrase
    /// For a derived field, what a value in a file becomes.
    let gathers: Gathers?
    /// A value that makes clear what is meant, as clients write it; also says that descriptions should show the field.
    let example: JSONValue?
    /// Shown to the person at hand, who may not change it.
    let isReadOnly: Bool
    /// A record is not saved anew without it.
    let isRequired: Bool
    /// The member of `custom` that holds it, where a tenant has defined it.
    let custom: CustomName?
    /// What a new record has where nobody says otherwise.
    let standard: FieldValue?
    /// The members of `custom` that it leaves out.
    private let omitted: [CustomName]

    /// The field that this one repeats a part of: whoever may not see or change that one may not see or change this one.
    let partOf: String?

    /// How a value that a file gives for a derived field is kept.
    enum Gathers: Sendable {
        /// As a part of an entry of a `rows` field.
        case entry(of: String, part: String, at: Int)
        /// As a link to the record of this name, found or made.
        case link(String)
        /// As the owner, by name or address.
        case owner
        /// As the person of this name or address.
        case person(String)

        /// The field that keeps it.
        var source: String {
            switch self {
            case .entry(let rows, _, _): rows
            case .link(let link): link
            case .owner: "owner_id"
            case .person(let field): field
            }
        }
    }

    init(
        name: String, label: Phrase, type: FieldType, uses: Uses, column: SQLIdentifier?, expression: SQL, sortExpression: SQL?,
        join: String?, help: Phrase?, synonyms: [String], section: Phrase, gathers: Gathers?, example: JSONValue? = nil,
        isReadOnly: Bool = false, isRequired: Bool = false, custom: CustomName? = nil, standard: FieldValue? = nil,
        omitted: [CustomName] = [], partOf: String? = nil
    ) {
        (self.name, self.label, self.type, self.uses, self.column) = (name, label, type, uses, column)
        (self.expression, self.sortExpression, self.join) = (expression, sortExpression, join)
        (self.help, self.synonyms, self.section, self.gathers, self.example) = (help, synonyms, section, gathers, example)
        (self.isReadOnly, self.isRequired, self.custom, self.standard, self.omitted) = (isReadOnly, isRequired, custom, standard, omitted)
        self.partOf = partOf ?? gathers?.source
    }

    /// The same for somebody who may look at it only.
    var locked: Field {
        Field(
            name: name, label: label, type: type, uses: uses.subtracting(.import), column: column, expression: expression,
            sortExpression: sortExpression, join: join, help: help, synonyms: synonyms, section: section, gathers: gathers,
            example: example, isReadOnly: true, isRequired: isRequired, custom: custom, standard: standard, omitted: omitted, partOf: partOf
        )
    }

    /// The same for somebody who does not see these members of `custom`.
    func without(_ members: [CustomName]) -> Field {
        guard case .custom = type, !members.isEmpty else { return self }
        let names = members.map(\.literal).joined(by: ", ")
        return Field(
            name: name, label: label, type: type, uses: uses, column: column, expression: "(\(expression) - array[\(names)])",
            sortExpression: sortExpression, join: join, help: help, synonyms: synonyms, section: section, gathers: gathers,
            example: example, isReadOnly: isReadOnly, omitted: omitted + members, partOf: partOf)
    }

    /// What somebody sees of a value who sees the field so.
    func seen(_ value: FieldValue) -> FieldValue {
        if omitted.isEmpty { return value }
        var members = value.members
        for name in omitted { members[name.description] = nil }
        return .rows(String(decoding: JSONValue.object(members).serialized, as: UTF8.self))
    }

    /// A field with a column of its own.
    static func stored(
        _ name: StaticString, _ label: Phrase, _ type: FieldType, uses: Uses = .usual, section: Phrase = "Details", help: Phrase? = nil,
        sort: SQL? = nil, synonyms: [String] = [], example: JSONValue? = nil, partOf: String? = nil
    ) -> Field {
        let column = SQLIdentifier(stringLiteral: name)
        return Field(
            name: name.description, label: label, type: type, uses: uses, column: column, expression: "r.\(column)",
            sortExpression: sort, join: nil, help: help, synonyms: synonyms, section: section, gathers: nil, example: example,
            partOf: partOf)
    }

    /// A field that `expression` reads from a joined record or works out.
    static func derived(
        _ name: String, _ label: Phrase, _ type: FieldType, _ expression: SQL, join: String? = nil, uses: Uses = .derived,
        sort: SQL? = nil, synonyms: [String] = [], gathers: Gathers? = nil
    ) -> Field {
        Field(
            name: name, label: label, type: type, uses: uses, column: nil, expression: expression, sortExpression: sort, join: join,
            help: nil, synonyms: synonyms, section: "Details", gathers: gathers, example: nil)
    }

    /// The derived field that says the name of the person or record that this one refers to.
    var titleField: String { custom.map { "\($0.field).name" } ?? name.replacingOccurrences(of: "_id", with: "") }

    /// Text, choices, tags, rows and yes/no are never null in the database: an empty one says the same.
    var isNullable: Bool {
        if column == nil { return true }
        switch type {
        case .text, .longText, .email, .phone, .url, .choice, .choices, .tags, .rows, .custom, .bool: return false
        case .instant: return name == "deleted_at"
        case .integer, .number, .money, .date, .user, .link: return true
        }
    }
}
