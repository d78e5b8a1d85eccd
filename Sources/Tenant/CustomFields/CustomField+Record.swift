import Foundation
import Platform
import Postgres
import Web

/// A custom field as the record engine knows fields.
extension CustomField {
    /// The field itself, and where it refers to somebody or something the derived field that says the name.
    var fields: [Field] { kind.isReference ? [field, title] : [field] }

    private var label: Phrase { "\(definition.label)" }

    private var field: Field {
        Field(
            name: name.field, label: label, type: type, uses: uses, column: nil, expression: expression(over: "r.custom"),
            sortExpression: sortExpression(over: "r.custom"), join: nil, help: definition.help.isEmpty ? nil : "\(definition.help)",
            synonyms: [name.description], section: definition.section.isEmpty ? "Custom fields" : "\(definition.section)", gathers: nil,
            isRequired: definition.isRequired, custom: name, standard: definition.standard.map { type.value(kept: $0) })
    }

    /// What lists, files and their order show of a reference.
    private var title: Field {
        Field(
            name: "\(name.field).name", label: label, type: .text(limit: 200),
            uses: kind == .user ? [.sort, .list, .export, .import] : .derived,
            column: nil, expression: titleExpression, sortExpression: nil, join: name.field, help: nil, synonyms: [name.description],
            section: "Details", gathers: kind == .user ? .person(name.field) : .link(name.field), partOf: name.field)
    }

    var type: FieldType {
        switch kind {
        case .text: .text(limit: 500)
        case .longText: .longText
        case .number: .number
        case .integer: .integer(-999_999_999_999_999...999_999_999_999_999)
        case .currency: .money
        case .date: .date
        case .dateTime: .instant
        case .yesNo: .bool
        case .choice: .choice(choices)
        case .multiChoice: .choices(choices)
        case .email: .email
        case .phone: .phone
        case .url: .url
        case .user: .user
        case .recordLink: .link(definition.target ?? "")
        }
    }

    private var choices: [FieldChoice] {
        definition.choices.map { FieldChoice($0.value, "\($0.label)", $0.tone) }
    }

    /// Not among those of the API: there it is a member of `custom`.
    private var uses: Field.Uses {
        switch kind {
        case .user: [.form, .filter, .audit]
        // Without an index, the page of each record would read all others.
        case .recordLink: indexedAt == nil ? [.form, .filter, .audit] : [.form, .filter, .audit, .related]
        case .longText, .multiChoice: [.form, .filter, .list, .export, .import, .audit]
        default: [.form, .filter, .sort, .list, .export, .import, .audit]
        }
    }

    /// How the value is read for comparing, over a column of this name. All of it is immutable, so that it can be indexed.
    func expression(over custom: SQL) -> SQL {
        let text: SQL = "\(custom)->>\(name.literal)"
        return switch kind {
        case .text, .longText, .choice, .email, .phone, .url: "(\(text))"
        case .date, .dateTime: "((\(text)) collate \"C\")"
        case .number: "(\(text))::numeric"
        case .integer: "(\(text))::bigint"
        case .currency: "(\(custom)->\(name.literal)->>'amount')::bigint"
        case .yesNo: "coalesce((\(text))::boolean, false)"
        case .multiChoice: "(\(custom)->\(name.literal))"
        case .user, .recordLink: "(\(text))::uuid"
        }
    }

    /// Texts are ordered and compared without regard to capitals.
    func sortExpression(over custom: SQL) -> SQL? {
        switch kind {
        case .text, .phone, .url: "lower(\(expression(over: custom)))"
        default: nil
        }
    }

    // MARK: References

    private var titleExpression: SQL {
        guard kind == .recordLink, let target = definition.target.flatMap({ RecordTypes.named($0) }) else { return "\(name.alias).name" }
        return
            "nullif(btrim(\(target.titleFields.map { "\(name.alias).\(SQLIdentifier(unchecked: $0))" as SQL }.joined(by: " || ' ' || "))), '')"
    }

    /// The other table, as far as the viewer may see it.
    var join: RecordJoin? {
        guard kind.isReference else { return nil }
        let (alias, id) = (name.alias, expression(over: "r.custom"))
        guard let target = definition.target, kind == .recordLink else {
            return RecordJoin(name.field) { _ in "left join users \(alias) on \(alias).id = \(id)" }
        }
        return RecordJoin(name.field) { viewer in
            guard let type = viewer.records.named(target) else { return "left join users \(alias) on false" }
            let visible = type.allows(.view, for: viewer, alias: "\(alias)")
            return "left join \(type.table) \(alias) on \(alias).id = \(id) and \(alias).deleted_at is null and \(visible)"
        }
    }
}

extension [CustomField] {
    /// What all of these together add to a record type.
    var addition: RecordAddition {
        if isEmpty { return RecordAddition() }
        let (active, archived) = (filter { !$0.isArchived }, filter(\.isArchived))
        let rules = CustomRules(fields: active)
        return RecordAddition(
            fields: active.flatMap(\.fields), joins: active.compactMap(\.join), matchKeys: active.compactMap(\.matchKey),
            archived: archived.map(\.name),
            prepare: { try rules.prepare(&$0, in: $1) }, refusals: { try await rules.refusals(of: $0, in: $1) })
    }
}
