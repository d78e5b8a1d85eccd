import Platform
import Web

/// What the form of a field is about: a new one or one that is there, as first shown or as sent back.
struct CustomFieldForm: Sendable {
    let type: RecordType
    /// Nil while somebody has yet to choose.
    let kind: CustomFieldKind?
    var field: CustomField?
    /// Where it stands among the others; 1 is the first.
    var place: Int?
    var typed: FormData?
    var errors: [FieldError] = []
    /// Headings that other fields have.
    let sections: [String]
}

/// The form of a field; for a new one, first the choice of its type.
struct CustomFieldPage: Sendable {
    let form: CustomFieldForm
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var list: String { "/settings/fields?type=\(form.type.name)" }

    var title: String { form.field?.definition.label ?? texts("New field") }

    var crumbs: [Crumb] {
        [Crumb(texts("Settings"), href: "/settings"), Crumb(texts("Fields"), href: list)]
    }

    var content: HTML {
        guard let kind = form.kind else { return ReadingColumn(kinds.html).html }
        return ReadingColumn(
            "\(Card(cardTitle(kind), fields(kind)))\(form.field.map { CustomFieldDeeds(field: $0, csrf: csrf, texts: texts).html })"
        ).html
    }

    // MARK: Which type

    private var kinds: Card {
        let items = CustomFieldKind.allCases.map { kind in
            ItemList.Item(
                texts(kind.label), href: "/settings/fields/new?type=\(form.type.name)&kind=\(kind.rawValue)", detail: texts(kind.hint),
                leading: kind.icon.html)
        }
        return Card(
            texts("What should it hold?"), hint: texts("for \(form.type.pluralLabel.lowercased())"), ItemList(items).html)
    }

    // MARK: The form

    private func cardTitle(_ kind: CustomFieldKind) -> String {
        texts("\(kind.label) for \(form.type.pluralLabel.lowercased())")
    }

    private func fields(_ kind: CustomFieldKind) -> HTML {
        Form(
            post: form.field?.path ?? "/settings/fields", csrf: csrf,
            """
            \(ErrorSummary(texts("Please look at these fields again"), fields: form.errors.map(summed)))\
            \(if: form.field == nil, "<input type=\"hidden\" name=\"type\" value=\"\(form.type.name)\"><input type=\"hidden\" name=\"kind\" value=\"\(kind.rawValue)\">")\
            \(FieldRow([label, name]))\(help)\
            \(if: kind.hasChoices, "\(CustomFieldChoices(form: form, texts: texts))")\(if: kind == .recordLink, target)\
            \(FieldRow([section, standard(kind)].compactMap { $0 }))\(place)\
            \(if: kind.canBeRequired, required)\(if: kind.canBeUnique, unique)\
            \(FormActions(
                Button(texts(form.field == nil ? "Add field" : "Save"), kind: .primary),
                cancel: Button(texts("Cancel"), kind: .quiet, href: list)))
            """
        ).html
    }

    private var label: FormField {
        FormField(
            texts("Label"), name: "label", .text(maxLength: 60), value: value("label", form.field?.definition.label),
            error: texts.error("label", in: form.errors),
            required: true, autofocus: form.errors.isEmpty && form.field == nil)
    }

    private var name: FormField {
        if let field = form.field {
            return FormField(
                texts("Name for programs and files"), name: "name", .text(), value: field.name.field, help: texts("This never changes."),
                disabled: true)
        }
        return FormField(
            texts("Name for programs and files"), name: "name", .text(maxLength: CustomName.limit), value: value("name", nil),
            error: texts.error("name", in: form.errors),
            help: texts("Follows from the label where you leave it blank, and never changes."), placeholder: "size")
    }

    private var help: FormField {
        FormField(
            texts("Help"), name: "help", .text(maxLength: 300), value: value("help", form.field?.definition.help),
            error: texts.error("help", in: form.errors),
            help: texts("Stands below the field, like this sentence."))
    }

    private var section: FormField {
        FormField(
            texts("Section"), name: "section", .combobox(form.sections.map { Choice($0) }),
            value: value("section", form.field?.definition.section), error: texts.error("section", in: form.errors),
            help: texts("The heading that it stands under in forms."), placeholder: texts("Custom fields"))
    }

    /// Also a way for those who have no room for the list's arrows.
    private var place: HTML? {
        guard let field = form.field, !field.isArchived else { return nil }
        return FormField(
            texts("Place"), name: "position", .number(min: "1", step: "1"), value: value("position", String(form.place ?? field.position)),
            error: texts.error("position", in: form.errors), help: texts("1 stands first among the added fields.")
        ).html
    }

    private var required: HTML {
        FormField(
            texts("Required"), name: "required", .checkbox, value: flag("required", form.field?.definition.isRequired),
            error: texts.error("required", in: form.errors),
            help: texts("Records that are there already stay valid until somebody edits them.")
        ).html
    }

    private var unique: HTML {
        FormField(
            texts("Unique"), name: "unique", .checkbox, value: flag("unique", form.field?.definition.isUnique),
            error: texts.error("unique", in: form.errors),
            help: texts("No two records may have the same value.")
        ).html
    }

    private var target: HTML {
        let choices = RecordTypes.all.map { Choice($0.name, texts($0.pluralLabel)) }
        return FormField(
            texts("Leads to"), name: "target", .select(choices), value: value("target", form.field?.definition.target),
            error: texts.error("target", in: form.errors),
            disabled: form.field != nil
        ).html
    }

    private func standard(_ kind: CustomFieldKind) -> FormField? {
        guard kind.canHaveDefault, !(kind.hasChoices && form.field == nil) else { return nil }
        let kept = form.field.flatMap { field in field.definition.standard.map { field.type.value(kept: $0) } }
        let isTicked = kept == .bool(true)
        return FormField(
            texts(kind == .yesNo ? "Ticked on new records" : "Default"), name: "default", control(kind, chosen: kept?.tags ?? []),
            value: kind == .yesNo ? flag("default", isTicked) : value("default", kept.map { $0.typed(in: shown.timeZone) }),
            error: texts.error("default", in: form.errors), help: kind == .yesNo ? nil : texts("What new records begin with."))
    }

    private func control(_ kind: CustomFieldKind, chosen: [String]) -> FormField.Control {
        let choices = (form.field?.definition.choices ?? []).map { Choice($0.value, $0.label) }
        return switch kind {
        case .choice: .select(choices, blank: texts("None"))
        case .multiChoice: .checkboxes(choices, chosen: Set(form.typed.map { $0.strings("default") } ?? chosen))
        case .yesNo: .checkbox
        case .number: .number(step: "any")
        case .integer: .number(step: "1")
        case .date: .date()
        case .dateTime: .dateTime
        case .longText: .textarea()
        default: .text(maxLength: 500)
        }
    }

    // MARK: Values

    private func value(_ name: String, _ kept: String?) -> String? { form.typed.map { $0.string(name) } ?? kept }

    private func flag(_ name: String, _ kept: Bool?) -> String? {
        (form.typed?.bool(name) ?? kept ?? false) ? "1" : nil
    }

    private func summed(_ error: FieldError) -> FormField {
        let path = error.field.split { "[]".contains($0) }.map { String($0) }
        return FormField(
            labels[path.first ?? ""] ?? error.field, name: error.field, error: texts(error.message),
            id: "field-" + path.joined(separator: "-"))
    }

    private var labels: [String: String] {
        [
            "label": texts("Label"), "name": texts("Name for programs and files"), "help": texts("Help"), "section": texts("Section"),
            "default": texts("Default"), "choices": texts("Choices"), "target": texts("Leads to"), "required": texts("Required"),
            "unique": texts("Unique"),
        ]
    }
}
