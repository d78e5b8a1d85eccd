import Platform
import Web

/// The roles as a list.
struct RoleListPage: Sendable {
    let roles: [(role: Role, holders: Int)]
    let texts: Texts

    var content: HTML {
        let rows = roles.map { role, holders in
            Table.Row(
                id: role.name, label: texts(role.label), href: role.path,
                cells: [
                    "\(texts(role.label))", "\(texts(role.summary))",
                    "\(texts(holders, one: "\(holders) person", other: "\(holders) people"))",
                    role.isBuiltIn ? Badge(texts("Built in"), dot: false).html : "",
                ])
        }
        return ReadingColumn(
            Table(
                texts("Roles"),
                columns: [
                    .init(texts("Role")), .init(texts("What it is for"), quiet: true), .init(texts("People"), phone: .badge),
                    .init(texts("Kind"), phone: .hidden),
                ], rows: rows, texts: texts
            ).html
        ).html
    }
}

/// One role: what it allows, which fields it hides, and the way to change it.
struct RolePage: Sendable {
    /// Nil for a new one.
    let role: Role?
    let draft: RoleDraft
    var errors: [FieldError] = []
    let types: [RecordType]
    let csrf: String
    let texts: Texts

    var title: String { role.map { texts($0.label) } ?? texts("New role") }

    var content: HTML {
        ReadingColumn(role?.isFixed == true ? fixed : "\(form.html)\(deletion)").html
    }

    private var fixed: HTML {
        Card(
            texts("What it allows"),
            "<p>\(texts("Admins see and do everything, and decide what others may do. This role stays as it is."))</p>"
        ).html
    }

    private var form: Form {
        let parts = RoleForm(types: types, texts: texts)
        let others = errors.filter { !["label", "summary", "name"].contains($0.field) }.map { texts($0.message) }
        return Form(
            post: role?.path ?? "/settings/roles", csrf: csrf,
            """
            \(ErrorSummary(texts("Please look at these fields again"), fields: about, others: others))\
            \(if: role != nil, "<input type=\"hidden\" name=\"version\" value=\"\(role?.version ?? 0)\">")\
            \(Card(nil, "<div class=\"stack\">\(FieldRow(about))\(settings)</div>"))\
            \(Card(texts("What it allows"), hint: texts("Own, the team's, or all records. Of several roles, the widest counts."), parts.matrix(draft.grants)))\
            \(Card(texts("Hidden and read-only fields"), hint: texts("Only where all roles of a person agree."), parts.fieldRules(draft.fieldRules)))\
            \(FormActions(Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: "/settings/roles")))
            """)
    }

    private var about: [FormField] {
        [
            FormField(
                texts("Name"), name: "label", .text(maxLength: 60), value: draft.label,
                error: texts.error("label", in: errors) ?? texts.error("name", in: errors),
                required: true),
            FormField(
                texts("What it is for"), name: "summary", .text(maxLength: 200), value: draft.summary,
                error: texts.error("summary", in: errors)),
        ]
    }

    private var settings: FormField {
        FormField(
            texts("Changes the settings of the account"), name: "manages_tenant", .checkbox, value: draft.managesTenant ? "1" : nil,
            help: texts("People, roles, teams and fields."))
    }

    private var deletion: HTML? {
        guard let role, !role.isBuiltIn else { return nil }
        return Form(
            post: "\(role.path)/deletion", csrf: csrf, layout: .bare,
            "<div>\(Button(texts("Delete this role"), kind: .danger, icon: .trash, confirm: texts("Delete the role \(texts(role.label))?")))</div>"
        ).html
    }
}
