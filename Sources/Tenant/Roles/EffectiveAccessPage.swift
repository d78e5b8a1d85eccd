import Platform
import Web

/// What one person may do, sees and does not see.
struct EffectiveAccessPage: Sendable {
    let access: EffectiveAccess
    let texts: Texts

    var content: HTML {
        ReadingColumn("\(choice)\(about)\(Card(texts("What they may do"), matrix))\(Card(texts("Fields"), fields))").html
    }

    private var choice: Form {
        let user = access.person.user
        return Form(
            get: "/settings/access",
            """
            \(FormField(
                texts("Person"), name: "user", .select(access.people, submits: true), value: user.id.text))\
            \(Button(texts("Show")))
            """)
    }

    private var about: HTML {
        let (user, viewer) = (access.person.user, access.person.viewer)
        let facts = [
            Fact(texts("Roles"), "<a href=\"/settings/users/\(user.id.text)\">\(texts(viewer.roleLabel))</a>"),
            Fact(
                texts("Reaches as a manager"),
                text: texts(
                    access.person.team.count, one: "\(access.person.team.count) person", other: "\(access.person.team.count) people")),
            Fact(texts("Changes the settings"), text: texts(viewer.permissions.managesTenant ? "Yes" : "No")),
        ]
        return Card(user.name, DataList(facts, layout: .sideways).html).html
    }

    private var matrix: HTML {
        let rows = access.types.map { entry in
            Matrix.Row(
                texts(entry.type.pluralLabel), detail: texts("sees \(bounded(entry.seen))"),
                cells: Action.allCases.map { action in
                    let reach = entry.reaches[action] ?? .none
                    return reach == .none ? "<span class=\"none\">–</span>" : "\(texts(action.label(of: reach)))"
                })
        }
        return Matrix(texts("What they may do"), columns: Action.allCases.map { texts($0.label) }, rows: rows).html
    }

    private func bounded(_ count: Int) -> String {
        count > RecordTotal.exactUpTo ? "\(texts.grouped(RecordTotal.exactUpTo))+" : texts.grouped(count)
    }

    private var fields: HTML {
        let facts = access.types.flatMap { entry in
            [
                entry.hidden.isEmpty ? nil : Fact(texts("Hidden: \(entry.type.pluralLabel.lowercased())"), text: names(entry.hidden)),
                entry.readOnly.isEmpty
                    ? nil : Fact(texts("Read-only: \(entry.type.pluralLabel.lowercased())"), text: names(entry.readOnly)),
            ].compactMap { $0 }
        }
        guard !facts.isEmpty else { return "<p class=\"muted\">\(texts("They see every field, and change what they may edit."))</p>" }
        return DataList(facts, layout: .sideways).html
    }

    private func names(_ fields: [Field]) -> String {
        fields.map { texts($0.label) }.joined(separator: ", ")
    }
}
