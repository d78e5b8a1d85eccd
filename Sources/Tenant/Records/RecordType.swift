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
    /// Statements that bring rows of their own (e-mails, phones) in line with saved records.
    let children: @Sendable ([Draft]) -> [SQL]
    /// The fields by which an import recognises records that are there already.
    let matchKeys: [MatchKey]
    /// What clients get unless they ask for less.
    let apiShape: RecordShape
    /// The shapes that clients have asked for.
    let shapes = RecordShapes()
    private let index: [String: Int]
    private let unrestricted: RecordType?

    init(
        name: String, plural: String, label: Phrase, pluralLabel: Phrase, icon: Icon, table: SQLIdentifier, fields: [Field],
        joins: [RecordJoin], titleFields: [String], subtitleField: String, badgeField: String? = nil, defaultColumns: [String],
        defaultSort: SortKey, nameField: String, needs: [String] = [],
        prepare: @escaping @Sendable (inout Draft, TenantTransaction) async throws -> Void = { _, _ in },
        children: @escaping @Sendable ([Draft]) -> [SQL] = { _ in [] }, matchKeys: [MatchKey] = []
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
        self.children = children
        self.matchKeys = matchKeys
        unrestricted = nil
        apiShape = RecordShape(self.fields.filter { $0.uses.contains(.api) })
        index = Dictionary(uniqueKeysWithValues: self.fields.enumerated().map { ($1.name, $0) })
    }

    /// `type` as the tenant has added to it, and as somebody's roles restrict it.
    private init(_ type: RecordType, fields: [Field], unrestricted: RecordType?) {
        (name, plural, label, pluralLabel, icon, table) = (type.name, type.plural, type.label, type.pluralLabel, type.icon, type.table)
        (self.fields, joins, titleFields, subtitleField) = (fields, type.joins, type.titleFields, type.subtitleField)
        (badgeField, defaultColumns, defaultSort) = (type.badgeField, type.defaultColumns, type.defaultSort)
        (nameField, needs, prepare, children, matchKeys) = (type.nameField, type.needs, type.prepare, type.children, type.matchKeys)
        self.unrestricted = unrestricted
        apiShape = RecordShape(fields.filter { $0.uses.contains(.api) })
        index = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
    }

    /// With every field that the tenant has: what is stored and logged, whoever saves it.
    var whole: RecordType { unrestricted ?? self }

    /// - Parameter custom: what the tenant has added.
    func extended(by custom: [Field]) -> RecordType {
        custom.isEmpty ? self : RecordType(self, fields: fields + custom, unrestricted: nil)
    }

    /// As somebody sees it whose roles hide or lock some of its fields.
    func restricted(by refinement: RecordRefinement) -> RecordType {
        if refinement.isEmpty { return self }
        let seen = fields.filter { !refinement.hidden.contains($0.name) }
        return RecordType(
            self, fields: seen.map { refinement.readOnly.contains($0.name) ? $0.locked : $0 }, unrestricted: self)
    }

    /// Set by the engine itself on every record.
    private static let systemFields: [Field] = [
        .stored("created_at", "Created", .instant, uses: .system),
        .stored("updated_at", "Updated", .instant, uses: .system),
    ]

    func field(_ name: String) -> Field? {
        index[name].map { fields[$0] }
    }

    func fields(for use: Field.Uses) -> [Field] {
        fields.filter { $0.uses.contains(use) }
    }

    /// Fields with a column that a save writes.
    var savedFields: [Field] {
        fields.filter { $0.column != nil && $0.uses != .system }
    }

    func path(_ id: UUID) -> String { "/\(plural)/\(id.uuidString.lowercased())" }
    var path: String { "/\(plural)" }

    /// Which records `viewer` may do `action` with: the one rule that every list, count, search, export and call adds.
    func allows(_ action: Action, for viewer: Viewer, alias: SQL = "r") -> SQL {
        switch viewer.reach(of: action, on: name) {
        case .all: "true"
        case .team: "\(alias).owner_id = any(\(viewer.teamMemberIDs))"
        case .own: "\(alias).owner_id = \(viewer.userID)"
        case .none: "false"
        }
    }

    /// Whether `viewer` may do `action` with a record of this owner; the same rule, once the record is at hand.
    func allows(_ action: Action, for viewer: Viewer, owner: UUID?) -> Bool {
        switch viewer.reach(of: action, on: name) {
        case .all: true
        case .team: owner.map { viewer.teamMemberIDs.contains($0) } ?? false
        case .own: owner != nil && owner == viewer.userID
        case .none: false
        }
    }
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

/// A field that tells records apart, and how to find them by it.
public struct MatchKey: Sendable {
    let field: String
    /// What two spellings of one value have in common; nil where it says nothing.
    let normalised: @Sendable (String) -> String?
    /// Selects `(key, id)` of the records that have one of `keys`, over alias `r`, without a `where` of its own for access.
    let lookup: @Sendable ([String]) -> SQL
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
