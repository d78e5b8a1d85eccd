import Platform
import Web

/// Where one writes something about a record: a note that stays, or a comment to colleagues.
struct ComposerPanel {
    static let panel = RecordPanel(place: .composer, order: 10) { record, context, crm in
        guard ContributedRecord(record, in: context.scope).mayAdd else { return nil }
        return ComposerPanel(record: record, csrf: crm.csrf.token(for: context.sessionID.uuidString), texts: context.texts).html
    }

    let record: Record
    let csrf: String
    let texts: Texts

    private var html: HTML {
        let field = FormField(
            texts("Write about \(record.title)"), name: "body", .textarea(rows: 3), required: true,
            placeholder: texts("Write a note, or @mention a colleague in a comment…"), hidesLabel: true, id: "composer")
        let form = Form(
            post: "\(record.path)/notes", csrf: csrf, behaviour: "mentions",
            """
            \(field)\(FormActions(
                Button(texts("Add note"), kind: .primary, icon: .note),
                cancel: Button(texts("Comment"), icon: .quote, formAction: "\(record.path)/comments")))
            """)
        return Card(nil, form.html).html
    }
}
