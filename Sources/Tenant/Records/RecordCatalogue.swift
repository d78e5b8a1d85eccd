import Platform

/// The record types as one person sees them: with what their tenant has added, without what their roles hide.
///
/// It comes with the viewer and is as current as they are, since whoever changes a definition or a role raises the
/// `access_version` of everybody concerned.
final class RecordCatalogue: Sendable {
    /// As every tenant begins.
    static let standard = RecordCatalogue(RecordTypes.all)

    /// In the order in which people meet them.
    let all: [RecordType]
    /// When weeks and financial years begin for them.
    let calendar: TenantCalendar
    /// How tags look.
    let tagColors: TagColors
    private let byName: [String: RecordType]
    private let byPlural: [String: RecordType]

    init(_ types: [RecordType], calendar: TenantCalendar = .usual, tagColors: TagColors = TagColors()) {
        (all, self.calendar, self.tagColors) = (types, calendar, tagColors)
        byName = Dictionary(uniqueKeysWithValues: types.map { ($0.name, $0) })
        byPlural = Dictionary(uniqueKeysWithValues: types.map { ($0.plural, $0) })
    }

    func named(_ name: String) -> RecordType? { byName[name] }
    func plural(_ plural: String) -> RecordType? { byPlural[plural] }

    /// What this person sees of a declared type.
    func refined(_ type: RecordType) -> RecordType { byName[type.name] ?? type }
}

extension Viewer {
    var records: RecordCatalogue { definitions?.object as? RecordCatalogue ?? .standard }
}

/// What becomes of a declared type for one person.
struct RecordRefinement: Sendable, Hashable {
    /// By field name: not there at all for this person.
    var hidden: Set<String> = []
    /// By field name: seen, not changed.
    var readOnly: Set<String> = []

    var isEmpty: Bool { hidden.isEmpty && readOnly.isEmpty }

    func hides(_ field: Field) -> Bool { Self.names(field, in: hidden) }
    func locks(_ field: Field) -> Bool { Self.names(field, in: readOnly) }

    /// What shows a part of a field goes the field's way.
    private static func names(_ field: Field, in names: Set<String>) -> Bool {
        names.contains(field.name) || field.partOf.map { names.contains($0) } ?? false
    }
}
