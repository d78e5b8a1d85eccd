import Foundation
import Platform
import Web

/// The teams, each under the one it stands below, and a form for another one.
struct TeamListPage: Sendable {
    let teams: [Team]
    let typed: TeamDraft
    let errors: [FieldError]
    let csrf: String
    let texts: Texts

    var content: HTML {
        ReadingColumn("\(list)\(Card(texts("New team"), form.html))").html
    }

    private var list: HTML {
        guard !teams.isEmpty else {
            return EmptyState(
                .users, title: texts("No teams yet"),
                text: texts("Managers see what the people of their teams own. Make the first team below.")
            ).html
        }
        return Table(
            texts("Teams"),
            columns: [
                .init(texts("Team")), .init(texts("Managers"), quiet: true), .init(texts("Below"), phone: .hidden, quiet: true),
                .init(texts("People"), numeric: true, phone: .badge),
            ],
            rows: teams.map { team in
                Table.Row(
                    id: team.id.uuidString, label: team.name, href: team.path,
                    cells: [
                        "\(team.name)", "\(team.members.filter(\.isManager).map(\.name).joined(separator: ", "))",
                        "\(team.parent(among: teams)?.name ?? "")", "\(texts.grouped(team.members.count))",
                    ])
            }, texts: texts
        ).html
    }

    private var form: Form {
        Form(
            post: "/settings/teams", csrf: csrf,
            """
            \(TeamFields(typed: typed, errors: errors, parents: teams, texts: texts))\
            \(FormActions(Button(texts("Add team"), kind: .primary, icon: .plus)))
            """)
    }
}

/// One team: its name and place, and who is in it.
struct TeamPage: Sendable {
    let team: Team
    let typed: TeamDraft
    let errors: [FieldError]
    let teams: [Team]
    let people: [Choice]
    let csrf: String
    let texts: Texts

    var content: HTML {
        ReadingColumn(
            "\(Card(texts("People"), count: team.members.count, "<div class=\"stack\">\(members)\(addition)</div>"))\(subTeams)\(Card(texts("Team"), form.html))\(deletion)"
        ).html
    }

    private var members: HTML {
        guard !team.members.isEmpty else { return "<p class=\"muted\">\(texts("Nobody is in this team yet."))</p>" }
        return ItemList(
            team.members.map { member in
                let id = member.userID.text
                return ItemList.Item(
                    member.name, href: "/settings/users/\(id)", detail: texts(member.isManager ? "Manager" : "Member"),
                    leading: Avatar(member.name, size: .small).html, trailing: menu(of: member, id))
            }
        ).html
    }

    private func menu(of member: Team.Member, _ id: String) -> HTML {
        let other = member.isManager ? texts("Make a member") : texts("Make a manager")
        let form = Form(
            post: "\(team.path)/members", csrf: csrf, layout: .bare,
            """
            <input type="hidden" name="user_id" value="\(id)"><input type="hidden" name="as" \
            value="\(member.isManager ? "member" : "manager")"><button class="menu-item" type="submit"><span>\(other)</span></button>
            """)
        return Menu(
            texts("Change \(member.name)"), icon: .more, kind: .quiet, iconOnly: true,
            [
                .custom(form.html),
                .post(texts("Take out of the team"), action: "\(team.path)/members/\(id)/removal", csrf: csrf, icon: .x, isDanger: true),
            ]
        ).html
    }

    private var addition: HTML {
        let known = Set(team.members.map { $0.userID.text })
        let error = texts.error("user_id", in: errors) ?? texts.error("members", in: errors)
        return Form(
            post: "\(team.path)/members", csrf: csrf,
            """
            \(FieldRow(
                FormField(
                    texts("Person"), name: "user_id", .select(people.filter { !known.contains($0.value) }, blank: texts("Choose a person")),
                    error: error),
                FormField(texts("As"), name: "as", .select([Choice("member", texts("Member")), Choice("manager", texts("Manager"))]))))\
            \(FormActions(Button(texts("Add to the team"), icon: .plus)))
            """
        ).html
    }

    private var subTeams: HTML? {
        let below = teams.filter { $0.parentID == team.id }
        guard !below.isEmpty else { return nil }
        let items = below.map {
            ItemList.Item($0.name, href: $0.path, detail: $0.members.filter(\.isManager).map(\.name).joined(separator: ", "))
        }
        return Card(
            texts("Teams below it"), hint: texts("Who manages this team reaches their people too."), count: below.count,
            ItemList(items).html
        ).html
    }

    private var form: Form {
        Form(
            post: team.path, csrf: csrf,
            """
            \(TeamFields(typed: typed, errors: errors, parents: teams.filter { $0.id != team.id }, texts: texts))\
            \(FormActions(Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: "/settings/teams")))
            """)
    }

    private var deletion: HTML {
        Form(
            post: "\(team.path)/deletion", csrf: csrf, layout: .bare,
            "<div>\(Button(texts("Delete this team"), kind: .danger, icon: .trash, confirm: texts("Delete the team \(team.name)? Its people stay.")))</div>"
        ).html
    }
}

/// What a team is called, and where it stands.
private struct TeamFields: Component {
    let typed: TeamDraft
    let errors: [FieldError]
    let parents: [Team]
    let texts: Texts

    var html: HTML {
        FieldRow(
            FormField(
                texts("Name"), name: "name", .text(maxLength: 100), value: typed.name,
                error: texts.error("name", in: errors), required: true),
            FormField(
                texts("Below"), name: "parent_id",
                .select(parents.map { Choice($0.id.text, $0.name) }, blank: texts("No other team")),
                value: typed.parentID?.text ?? "", error: texts.error("parent_id", in: errors))
        ).html
    }
}

extension Team {
    func parent(among teams: [Team]) -> Team? { teams.first { $0.id == parentID } }
}
