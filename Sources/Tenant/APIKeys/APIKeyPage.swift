import Foundation
import Platform
import Web

struct APIKeyPage: Sendable {
    let keys: [APIKey]
    /// The text of a key that has just been made.
    let made: String?
    let typed: FormData
    let errors: [FieldError]
    let viewer: Viewer
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    var content: HTML {
        "\(made.map { fresh($0) })\(keys.isEmpty ? nil : table.html)\(Card(texts("New key"), form.html))"
    }

    private func fresh(_ key: String) -> HTML {
        let advice = texts("Copy it now: it is not shown again. Programs send it as a bearer token.")
        return Notice(.success, title: texts("The key is made"), "\(advice)\(CodeBlock(texts("Key"), key, copies: texts("Copy")))").html
    }

    private var table: Table {
        Table(
            texts("API keys"),
            columns: [
                .init(texts("For"), phone: .title), .init(texts("May"), phone: .line), .init(texts("Ends in")), .init(texts("Last used")),
                .init(texts("Good until")), .init(texts("State"), phone: .badge),
            ],
            rows: keys.map { key in
                let end = Form(
                    post: "/profile/api-keys/\(key.id.text)/revocation", csrf: csrf, layout: .bare,
                    Button(texts("Revoke"), kind: .quiet, small: true).html)
                let hasExpired = key.expiresAt.map { $0 <= shown.now } ?? false
                return Table.Row(
                    id: key.id.uuidString, label: key.name,
                    cells: [
                        "\(key.name)", "\(texts(key.scopes.summary))", "…\(key.ending)",
                        "\(key.lastUsedAt.map { shown.since($0) } ?? texts("Never"))",
                        "\(key.expiresAt.map { shown.moment($0) } ?? texts("It is revoked"))",
                        hasExpired ? Badge(texts("Expired"), tone: .warning).html : end.html,
                    ], muted: hasExpired)
            }, texts: texts)
    }

    private var form: Form {
        let ranges = [
            Choice("read", texts("Reads what you see")), Choice("all", texts("Whatever you may do")),
            Choice("chosen", texts("Only what is ticked below")),
        ]
        let lives = [Choice("30", texts("30 days")), Choice("90", texts("90 days")), Choice("365", texts("A year"))]
        return Form(
            post: "/profile/api-keys", csrf: csrf,
            """
            \(FormField(
                texts("What is it for?"), name: "name", .text(maxLength: 100), value: typed.text("name"),
                error: texts.error("name", in: errors), required: true))\
            \(FormField(texts("Good for"), name: "days", .select(lives, blank: texts("Until it is revoked")), value: typed.text("days") ?? "90"))\
            \(FormField(
                texts("What may it do?"), name: "range", .radios(ranges), value: typed.text("range") ?? "read",
                error: texts.error("scopes", in: errors)))\
            \(scopes)\(FormActions(Button(texts("Make a key"), kind: .primary)))
            """)
    }

    /// One box for each action with each kind of record; a key never does more than its owner, whatever is ticked.
    private var scopes: HTML {
        let rows = viewer.records.all.map { type in
            Matrix.Row(
                texts(type.pluralLabel),
                cells: Action.allCases.map { action in
                    box(
                        KeyScopes.name(of: action, on: type), "\(texts(type.pluralLabel)): \(texts(action.verb))",
                        viewer.may(action, type.name))
                })
        }
        let settings = FormField(
            texts("Settings of the account"), name: "settings", .checkbox, value: typed.contains("settings") ? "1" : nil)
        return """
            <p class="muted">\(texts("Whatever it may do, a key reads who works here, and the names of roles, teams and tags."))</p>\
            \(Matrix(texts("What may it do?"), columns: Action.allCases.map { texts($0.verb) }, rows: rows))\
            \(if: viewer.permissions.managesTenant, "\(settings)")
            """
    }

    private var ticked: Set<String> { Set(typed.strings("scopes")) }

    private func box(_ name: String, _ label: String, _ isAllowed: Bool) -> HTML {
        """
        <input type="checkbox" name="scopes" value="\(name)" aria-label="\(label)"\(attribute: "checked", ticked.contains(name))\
        \(attribute: "disabled", !isAllowed)>
        """
    }
}
