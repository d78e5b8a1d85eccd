import Foundation
import Platform
import Web

/// Asks what is to become of the chosen records.
struct BulkPage: Sendable {
    let form: BulkForm
    /// How many records are meant.
    let count: RecordTotal
    let errors: [FieldError]
    let people: [Choice]
    let links: [String: [Choice]]
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var type: RecordType { form.type }
    private var action: String { form.form.string("action") }

    private var records: Phrase {
        let noun = count.count == 1 ? type.label.lowercased() : type.pluralLabel.lowercased()
        return count.isEstimate ? "about \(grouped: count.count) \(noun)" : "\(grouped: count.count) \(noun)"
    }

    var title: String {
        switch action {
        case "assign": texts("Give \(records) to somebody")
        case "tags": texts("Tag \(records)")
        case "delete": texts("Delete \(records)")
        case "restore": texts("Restore \(records)")
        default: texts("Edit \(records)")
        }
    }

    var content: HTML {
        ReadingColumn("\(Card(nil, "\(ErrorSummary(texts("Please look at this again"), others: otherErrors))\(body)"))").html
    }

    /// What is not said beside a field.
    private var otherErrors: [String] {
        let shown = Set(["add", "remove", form.field?.name ?? "owner_id"])
        return errors.filter { !shown.contains($0.field) }.map { texts($0.message) }
    }

    private var body: HTML {
        switch action {
        case "assign": change("\(single("owner_id"))", texts("Give"))
        case "tags": change(tags, texts("Save"))
        case "delete": change(note(texts("They go to the trash, from where they can be restored for 30 days.")), texts("Delete"), .danger)
        case "restore": change(note(texts("They come back with everything that belongs to them.")), texts("Restore"))
        default:
            """
            <div class="stack">\(fieldChoice)\(form.field.map { change("\(single($0.name))\(note(undoable))", texts("Save")) })</div>
            """
        }
    }

    private var undoable: String { texts("Rows that you may not edit are left out and counted. All of it can be undone for 30 days.") }

    private func note(_ text: String) -> HTML { "<p class=\"muted\">\(text)</p>" }

    private func change(_ fields: HTML, _ label: String, _ kind: Button.Kind = .primary) -> HTML {
        Form(
            post: "\(type.path)/batches", csrf: csrf,
            """
            \(form.hiddenFields)\(FormField("", name: "action", .hidden, value: action))\
            \(form.field.map { FormField("", name: "field", .hidden, value: $0.name) })\(fields)\
            \(FormActions(Button(label, kind: kind), cancel: Button(texts("Cancel"), kind: .quiet, href: form.listPath)))
            """
        ).html
    }

    /// Which field; sent on its own, so that the right control follows without JavaScript, too.
    private var fieldChoice: HTML {
        let choices = type.fields.filter(\.takesBulkEdits).map { Choice($0.name, texts($0.label)) }
        return Form(
            get: "\(type.path)/batches/new", layout: .stacked,
            """
            \(form.hiddenFields)\(FormField("", name: "action", .hidden, value: "edit"))\
            \(FormField(
                texts("Field"), name: "field", .select(choices, blank: texts("Choose a field"), submits: true),
                value: form.field?.name ?? "", id: "bulk-field"))\
            \(if: form.field == nil, "\(FormActions(Button(texts("Next"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: form.listPath)))")
            """
        ).html
    }

    private func single(_ name: String) -> FormField? {
        guard let field = type.field(name) else { return nil }
        if case .bool = field.type {
            return FormField(
                texts(field.label), name: name, .select([Choice("1", texts("Yes")), Choice("0", texts("No"))]), value: form.form.text(name))
        }
        return RecordFormPage(
            type: type, record: nil, typed: form.form, errors: errors, people: people, links: links, csrf: csrf, shown: shown
        ).single(field)
    }

    private var tags: HTML {
        """
        \(FormField(
                texts("Add these tags"), name: "add", .text(maxLength: 500), value: form.form.text("add"),
                error: texts.error("add", in: errors),
                help: texts("With commas between."), autofocus: true))\
        \(FormField(
                texts("Take these away"), name: "remove", .text(maxLength: 500), value: form.form.text("remove"),
                error: texts.error("remove", in: errors)))
        """
    }
}
