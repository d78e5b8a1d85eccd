import Foundation
import Platform
import Postgres
import Web

/// A kind of record, declared once. Lists, forms, filters, sorting, import, export, search, the API and its description,
/// events and access all follow from it; no engine knows a feature's name.
public final class RecordType: Sendable {
    /// Singular, as in events and permissions: `contact`.
    let name: String
    /// As in addresses: `contacts`.
    let plural: String
    let label: Phrase
    let pluralLabel: Phrase
    let icon: Icon
    let table: SQLIdentifier
    let fields: [Field]
    let joins: [RecordJoin]
    /// The fields whose text names a record, in reading order.
    let titleFields: [String]
    /// What stands below the name in pickers and on phones.
    let subtitleField: String
    /// What a phone shows at the right of each row.
    let badgeField: String?
    let defaultColumns: [String]
    let defaultSort: SortKey
    /// The field by which other files and records name one of these.
    let nameField: String
    /// A record needs at least one of these; `prepare` insists on it.
    let needs: [String]
    /// Rules that go beyond single fields, and values that follow from others. Runs before every save.
    let prepare: @Sendable (inout Draft, TenantTransaction) async throws -> Void
    /// Values that follow from other records, for all drafts of a save at once. Runs behind `prepare`.
    let complete: @Sendable (inout [Draft], TenantTransaction) async throws -> Void
    /// What speaks against saving drafts together with what is there, by their ids. Asked behind everything else.
    let refusals: RecordAddition.Refusals
    /// Statements that bring rows of their own (e-mails, phones) in line with saved records.
    let children: @Sendable ([Draft]) -> [SQL]
    /// The fields by which an import recognises records that are there already.
    let matchKeys: [MatchKey]
    /// What quick search finds records by, besides what tenants add.
    let searched: [SearchedText]
    /// What clients get unless they ask for less.
    let apiShape: RecordShape
    /// The shapes that clients have asked for.
    let shapes = RecordShapes()
    /// How two of them are recognised as the same; nil where nobody looks.
    let duplicates: DuplicateRule?
    private let index: [String: Int]
    private let unrestricted: RecordType?
    /// The fields that the tenant has defined for itself.
    let customFields: [Field]
    /// Members of `custom` that nobody sees any more.
    private let archived: [CustomName]

    init(
        name: String, plural: String, label: Phrase, pluralLabel: Phrase, icon: Icon, table: SQLIdentifier, fields: [Field],
        joins: [RecordJoin], titleFields: [String], subtitleField: String, badgeField: String? = nil, defaultColumns: [String],
        defaultSort: SortKey, nameField: String, needs: [String] = [],
        prepare: @escaping @Sendable (inout Draft, TenantTransaction) async throws -> Void = { _, _ in },
        complete: @escaping @Sendable (inout [Draft], TenantTransaction) async throws -> Void = { _, _ in },
        children: @escaping @Sendable ([Draft]) -> [SQL] = { _ in [] }, matchKeys: [MatchKey] = [], searched: [SearchedText] = [],
        duplicates: DuplicateRule? = nil
    ) {
        self.name = name
        self.plural = plural
        self.label = label
        self.pluralLabel = pluralLabel
        self.icon = icon
        self.table = table
        self.fields = fields + Self.systemFields
        self.joins = joins
        self.titleFields = titleFields
        self.subtitleField = subtitleField
        self.badgeField = badgeField
        self.defaultColumns = defaultColumns
        self.defaultSort = defaultSort
        self.nameField = nameField
        self.needs = needs
        self.prepare = prepare
        self.complete = complete
        self.duplicates = duplicates
        self.children = { drafts in
            let entries = drafts.filter(\.changesEntries)
            return (entries.isEmpty ? [] : children(entries)) + Self.keys(of: drafts, by: duplicates)
        }
        self.matchKeys = matchKeys
        self.searched = searched
        refusals = { _, _ in [:] }
        (unrestricted, customFields, archived) = (nil, [], [])
        apiShape = RecordShape(self.fields.filter { $0.uses.contains(.api) })
        index = Dictionary(uniqueKeysWithValues: self.fields.enumerated().map { ($1.name, $0) })
    }

    /// `type` as the tenant has added to it, and as somebody's roles restrict it.
    private init(_ type: RecordType, fields: [Field], unrestricted: RecordType?, addition: RecordAddition? = nil) {
        (name, plural, label, pluralLabel, icon, table) = (type.name, type.plural, type.label, type.pluralLabel, type.icon, type.table)
        (self.fields, titleFields, subtitleField) = (fields, type.titleFields, type.subtitleField)
        (badgeField, defaultColumns, defaultSort) = (type.badgeField, type.defaultColumns, type.defaultSort)
        (nameField, needs, complete) = (type.nameField, type.needs, type.complete)
        joins = type.joins + (addition?.joins ?? [])
        prepare = addition?.preparing(type) ?? type.prepare
        refusals = addition?.refusals ?? type.refusals
        customFields = fields.filter { $0.custom != nil }
        archived = addition?.archived ?? type.archived
        (children, searched, duplicates) = (type.children, type.searched, type.duplicates)
        matchKeys = type.matchKeys + (addition?.matchKeys ?? [])
        self.unrestricted = unrestricted
        apiShape = RecordShape(fields.filter { $0.uses.contains(.api) })
        index = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
    }

    /// With every field that the tenant has: what is stored and logged, whoever saves it.
    var whole: RecordType { unrestricted ?? self }

    /// As the tenant has it.
    func extended(by addition: RecordAddition) -> RecordType {
        addition.isEmpty ? self : RecordType(self, fields: fields + addition.fields, unrestricted: nil, addition: addition)
    }

    /// As somebody sees it whose roles hide or lock some of its fields.
    func restricted(by refinement: RecordRefinement) -> RecordType {
        let omitted = archived + customFields.filter { refinement.hides($0) }.compactMap(\.custom)
        if refinement.isEmpty && omitted.isEmpty { return self }
        let seen = fields.filter { !refinement.hides($0) }.map { $0.without(omitted) }
        return RecordType(self, fields: seen.map { refinement.locks($0) ? $0.locked : $0 }, unrestricted: self)
    }

    /// Set by the engine itself on every record.
    private static let systemFields: [Field] = [
        .stored("created_at", "Created", .instant, uses: .system),
        .stored("updated_at", "Updated", .instant, uses: .system),
    ]

    func field(_ name: String) -> Field? {
        index[name].map { fields[$0] }
    }

    /// Where a field stands among `fields`.
    func position(of name: String) -> Int? { index[name] }

    func fields(for use: Field.Uses) -> [Field] {
        fields.filter { $0.uses.contains(use) }
    }

    /// Fields with a column that a save writes.
    var savedFields: [Field] {
        fields.filter { $0.column != nil && $0.uses != .system }
    }

    func path(_ id: UUID) -> String { "/\(plural)/\(id.text)" }
    var path: String { "/\(plural)" }
}

/// Another table that derived fields read from.
public struct RecordJoin: Sendable {
    let name: String
    /// The join itself, showing no more of the other table than the viewer may see.
    let sql: @Sendable (Viewer) -> SQL

    init(_ name: String, _ sql: @escaping @Sendable (Viewer) -> SQL) {
        self.name = name
        self.sql = sql
    }
}

/// One level of a list's order.
public struct SortKey: Sendable, Hashable {
    let field: String
    let isDescending: Bool

    init(_ field: String, descending: Bool = false) {
        self.field = field
        isDescending = descending
    }

    /// As in addresses: `-created_at`.
    var parameter: String { (isDescending ? "-" : "") + field }
}
