import Platform
import Web

/// Where one writes something about a record: a note that stays, or a comment to colleagues.
struct ComposerPanel {
    static let panel = RecordPanel(place: .composer, order: 10) { visit in
        .known(visit.contributed.mayAdd ? ComposerPanel(record: visit.record, csrf: visit.csrf, texts: visit.texts).html : nil)
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
