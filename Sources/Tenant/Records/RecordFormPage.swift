import Foundation
import Platform
import Web

/// The form of a record, new or known, as first shown or as sent back with what is wrong.
struct RecordFormPage: Sendable {
    let type: RecordType
    /// Nil for a new record.
    let record: Record?
    /// What the person typed, where the form was sent before.
    let typed: FormData?
    let errors: [FieldError]
    /// Somebody saved in between.
    var conflict: StaleEdit?
    /// Of what the form and the two versions of a conflict refer to.
    var names: [String: String] = [:]
    /// Why it was not saved as it is, with buttons that send the form in another way.
    var notice: HTML?
    let people: [Choice]
    /// Records that link fields offer, by field, as far as there are not too many; and tags.
    let links: [String: [Choice]]
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    var title: String { texts(record.map { "Edit \($0.title)" } ?? "New \(type.label.lowercased())") }

    var crumbs: [Crumb] {
        [Crumb(texts(type.pluralLabel), href: type.path)] + (record.map { [Crumb($0.title, href: $0.path)] } ?? [])
    }

    var content: HTML {
        let compared = Set(differences.map(\.field).filter(\.isSingle).map(\.name))
        let fields = type.fields(for: .form).filter { !compared.contains($0.name) }
        let sections = fields.reduce(into: [Phrase]()) { if !$0.contains($1.section) { $0.append($1.section) } }
        let body: HTML = """
            \(ErrorSummary(texts("Please look at these fields again"), fields: errors.map(wrongField)))\(conflictNotice)\(heldNotice)\
            \(if: version != nil, "<input type=\"hidden\" name=\"version\" value=\"\(version ?? 0)\">")\
            \(each: sections, { section in sectionHTML(section, fields.filter { $0.section == section }) })\
            \(FormActions(Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: record?.path ?? type.path)))
            """
        return ReadingColumn(Card(nil, Form(post: record?.path ?? type.path, csrf: csrf, body).html).html).html
    }

    /// After a conflict the person decides knowingly: what they send next counts against what is there now.
    private var version: Int? { conflict?.current.version ?? (try? typed?.int("version")) ?? record?.version }

    /// The field that an error belongs to, as far as the summary has to know it to lead there.
    private func wrongField(_ error: FieldError) -> FormField {
        let path = error.field.split { "[]".contains($0) }.map { String($0) }
        let label = texts(ifAny: path.first.flatMap { type.field($0)?.label }) ?? error.field
        return FormField(label, name: error.field, error: texts(error.message), id: "field-" + path.joined(separator: "-"))
    }

    /// Whoever presses Enter sends the form as it is, not by the first button of the notice.
    private var heldNotice: HTML? {
        notice.map { "<button class=\"unseen\" type=\"submit\" tabindex=\"-1\" aria-hidden=\"true\"></button>\($0)" }
    }

    private var differences: [StaleEdit.Difference] {
        guard let conflict, let typed else { return [] }
        return conflict.differences(from: typed, as: type, in: shown.timeZone)
    }

    private var conflictNotice: HTML? {
        guard conflict != nil, let typed else { return nil }
        return StaleEditNotice(
            type: type, differences: differences, control: { $0.isSingle ? fieldHTML($0, hidesLabel: true) : nil },
            choice: VersionChoice(typed), names: names,
            shown: shown
        ).html
    }

    // MARK: Fields

    private func sectionHTML(_ title: Phrase, _ fields: [Field]) -> HTML {
        let (locked, open) = (fields.filter(\.isReadOnly), fields.filter { !$0.isReadOnly })
        let parts = open.map { field -> HTML in
            if case .rows(let parts) = field.type { return rows(field, parts) }
            return fieldHTML(field)
        }
        let facts = record.map { locked.compactMap(RecordFacts(record: $0, shown: shown).fact) } ?? []
        if facts.isEmpty, open.isEmpty { return .empty }
        if facts.isEmpty, open.count == 1, case .rows = open[0].type { return parts[0] }
        return FieldSet(
            texts(title),
            """
            \(if: !parts.isEmpty, "<div class=\"field-grid\">\(each: parts, { $0 })</div>")\
            \(if: !facts.isEmpty, "\(DataList(facts))")
            """
        ).html
    }

    /// A box that is not ticked sends nothing, so that a hidden one says that it was there.
    private func fieldHTML(_ field: Field, hidesLabel: Bool = false) -> HTML {
        guard case .bool = field.type else { return "\(single(field, hidesLabel: hidesLabel))\(origin(of: field))" }
        return "<input type=\"hidden\" name=\"\(field.name)\" value=\"0\">\(single(field))"
    }

    /// The control of one field.
    func single(_ field: Field, hidesLabel: Bool = false) -> FormField {
        FormField(
            texts(field.label), name: field.name, control(of: field), value: value(of: field), error: texts.error(field.name, in: errors),
            help: texts(ifAny: field.help), required: field.isRequired,
            placeholder: isTyped(field) ? texts("Type a name") : nil, autofocus: field.name == firstToFill, hidesLabel: hidesLabel)
    }

    /// Where the cursor starts: at what is wrong, or at the top; nowhere while a conflict waits to be read.
    private var firstToFill: String? {
        if conflict != nil { return nil }
        return errors.first?.field ?? type.fields(for: .form).first { !$0.isReadOnly }?.name
    }

    /// The record that is linked, beside its name.
    private func origin(of field: Field) -> HTML? {
        let name = NamedLinks.origin(of: field)
        guard isTyped(field), let value = typed?.nonEmpty(name) ?? linked(by: field).map({ "\($0) \(self.value(of: field) ?? "")" }) else {
            return nil
        }
        return FormField("", name: name, .hidden, value: value).html
    }

    /// Whether a link is given by name, since there are too many records to choose from.
    private func isTyped(_ field: Field) -> Bool {
        if case .link = field.type { links[field.name] == nil } else { false }
    }

    /// The id that the field holds, if it is one.
    private func linked(by field: Field) -> String? {
        let text = typed.flatMap { keepsSaved(field) ? nil : $0.string(field.name) } ?? record.map { inputText($0[field.name]) }
        return text.flatMap { UUID(uuidString: $0)?.text }
    }

    private func control(of field: Field) -> FormField.Control {
        switch field.type {
        case .text(let limit): .text(maxLength: limit)
        case .longText: .textarea()
        case .email: .email
        case .phone: .tel
        // A plain text field, since browsers refuse addresses without a scheme that we complete ourselves.
        case .url: .text(maxLength: 2_000)
        case .choice(let choices):
            .select(choices.map { Choice($0.value, texts($0.label)) }, blank: field.custom.map { _ in texts("None") })
        case .integer: .number(step: "1")
        case .number: .number(step: "any")
        case .choices(let choices): .checkboxes(choices.map { Choice($0.value, texts($0.label)) }, chosen: chosen(field))
        case .date: .date()
        case .instant: .dateTime
        case .bool: .checkbox
        case .user: .select(people(for: field), blank: texts("Nobody"))
        case .link(let target):
            links[field.name].map { .select($0, blank: texts("None")) }
                ?? .combobox([], asks: RecordTypes.named(target).map { "\($0.path)/names" })
        case .tags: .combobox(links[field.name] ?? [], several: true)
        case .money, .rows, .custom: .text()
        }
    }

    private func value(of field: Field) -> String? {
        if isTyped(field), let id = linked(by: field) { return names[id] ?? record?[field.titleField].text }
        if let typed, !keepsSaved(field) {
            if case .bool = field.type { return typed.strings(field.name).contains("1") ? "1" : nil }
            return typed.text(field.name)
        }
        guard let record else { return nil }
        let value = record[field.name]
        if case .bool(let flag) = value { return flag ? "1" : nil }
        return inputText(value)
    }

    /// What stays as somebody else saved it is shown so, unless both versions are.
    private func keepsSaved(_ field: Field) -> Bool {
        guard conflict == nil, let typed else { return false }
        return VersionChoice(typed).theirs.contains(field.name)
    }

    /// Whoever is chosen stays so, although the viewer could not choose them anew.
    private func people(for field: Field) -> [Choice] {
        guard let chosen = record?[field.name].id?.text, let name = record?[field.titleField].text,
            !people.contains(where: { $0.value == chosen })
        else { return people }
        return [Choice(chosen, name)] + people
    }

    private func chosen(_ field: Field) -> Set<String> {
        Set(typed.map { $0.strings(field.name) } ?? record?[field.name].tags ?? [])
    }

    private func inputText(_ value: FieldValue) -> String { value.typed(in: shown.timeZone) }

    // MARK: Entries

    private func rows(_ field: Field, _ parts: [RowField]) -> HTML {
        let entries: [(RowField) -> String?]
        if let typed, !keepsSaved(field) {
            entries = RowsInput(field: field, parts: parts).given(in: typed).map { row in { row.text($0.name) } }
        } else {
            entries = (record?[field.name].entries ?? []).map { entry in
                { part in part.isFlag ? (entry[part.name]?.bool == true ? "1" : nil) : entry[part.name]?.string }
            }
        }
        // One blank row more, so that the form works without JavaScript.
        let filled = entries.enumerated().map { index, value in entry(field, parts, String(index), value) }
        let spare = entry(field, parts, String(entries.count), { _ in nil })
        return RepeatedRows(
            texts(field.label), addLabel: texts("Add another"), rows: filled + [spare], blank: entry(field, parts, "{n}", { _ in nil })
        ).html
    }

    private func entry(_ field: Field, _ parts: [RowField], _ index: String, _ value: (RowField) -> String?) -> HTML {
        let fields = parts.map { part -> FormField in
            let name = "\(field.name)[\(index)][\(part.name)]"
            return FormField(
                texts(part.label), name: name, control(of: part.asField), value: value(part), error: texts.error(name, in: errors),
                autofocus: name == firstToFill,
                id: "field-\(field.name)-\(index)-\(part.name)")
        }
        return FieldRow(fields).html
    }
}
