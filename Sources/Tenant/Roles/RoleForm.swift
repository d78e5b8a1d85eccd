import Platform
import Web

/// The form of a role: what it shows, and what it sends.
struct RoleForm: Sendable {
    /// Where every record type of the tenant stands with all its fields.
    let types: [RecordType]
    let texts: Texts

    /// Reads what somebody chose into `draft`.
    func fill(_ draft: inout RoleDraft, from form: FormData) throws {
        (draft.label, draft.summary) = (form.string("label"), form.string("summary"))
        draft.managesTenant = form.bool("manages_tenant")
        draft.grants = try grants(in: form)
        draft.fieldRules = try fieldRules(in: form)
    }

    private func grants(in form: FormData) throws -> RoleGrants {
        var grants = RoleGrants()
        for name in [RoleGrants.everyType] + types.map(\.name) {
            for action in Action.allCases {
                guard let typed = form.nonEmpty(Self.name(name, action)) else { continue }
                guard let reach = Reach(name: typed) else {
                    throw Failure.invalid(Self.name(name, action), "unknown", "Choose none, own, team or all.")
                }
                grants[name, action] = reach
            }
        }
        return grants
    }

    private func fieldRules(in form: FormData) throws -> FieldRules {
        var rules = FieldRules()
        for row in form.rows("rules") {
            guard let chosen = row.nonEmpty("field"), let rule = FieldRules.Rule(rawValue: row.string("rule")) else { continue }
            let parts = chosen.split(separator: ".", maxSplits: 1).map { String($0) }
            guard parts.count == 2, let type = types.first(where: { $0.name == parts[0] }),
                type.governed.contains(where: { $0.name == parts[1] })
            else { throw Failure.invalid("rules", "unknown_field", "There is no such field that roles may hide.") }
            rules[parts[0], parts[1]] = rule
        }
        return rules
    }

    private static func name(_ type: String, _ action: Action) -> String { "grants[\(type)][\(action.rawValue)]" }

    // MARK: What it shows

    func matrix(_ grants: RoleGrants) -> HTML {
        let every = row(RoleGrants.everyType, texts("Every record"), nil, grants)
        let rows = types.map { row($0.name, texts($0.pluralLabel), $0, grants) }
        return Matrix(texts("What the role allows"), columns: Action.allCases.map { texts($0.label) }, rows: [every] + rows).html
    }

    private func row(_ name: String, _ label: String, _ type: RecordType?, _ grants: RoleGrants) -> Matrix.Row {
        Matrix.Row(
            label,
            cells: Action.allCases.map { action in
                let choices = action.reaches.map { Choice($0.name, texts(action.label(of: $0))) }
                let stored = grants[name, action]
                // What can only be allowed or not is allowed by any reach.
                let chosen = stored.map { action.reaches.contains($0) ? $0 : .all } ?? (type == nil ? Reach.none : nil)
                return FormField(
                    texts("\(action.label): \(label)"), name: Self.name(name, action),
                    .select(choices, blank: type == nil ? nil : texts("As above")), value: chosen?.name ?? "", hidesLabel: true
                ).html
            })
    }

    func fieldRules(_ rules: FieldRules) -> HTML {
        let filled = rules.all.enumerated().map { ruleRow(String($0), "\($1.type).\($1.field)", $1.rule.rawValue) }
        return RepeatedRows(
            texts("Fields"), addLabel: texts("Add another"), rows: filled + [ruleRow(String(filled.count), "", "")],
            blank: ruleRow("{n}", "", "")
        ).html
    }

    private func ruleRow(_ index: String, _ field: String, _ rule: String) -> HTML {
        let fields = types.flatMap { type in
            type.governed.map { Choice("\(type.name).\($0.name)", texts($0.label), group: texts(type.pluralLabel)) }
        }
        let rules = FieldRules.Rule.allCases.map { Choice($0.rawValue, texts($0.label)) }
        return FieldRow(
            FormField(
                texts("Field"), name: "rules[\(index)][field]", .select(fields, blank: texts("Choose a field")), value: field,
                id: "field-rules-\(index)-field"),
            FormField(texts("Is"), name: "rules[\(index)][rule]", .select(rules), value: rule, id: "field-rules-\(index)-rule")
        ).html
    }
}
