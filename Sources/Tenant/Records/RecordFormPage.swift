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
    /// Somebody saved in between: what is there now.
    var conflict: Record?
    let people: [Choice]
    /// Records that link fields offer, by field.
    let links: [String: [Choice]]
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    var title: String { texts(record.map { "Edit \($0.title)" } ?? "New \(type.label.lowercased())") }

    var crumbs: [Crumb] {
        [Crumb(texts(type.pluralLabel), href: type.path)] + (record.map { [Crumb($0.title, href: $0.path)] } ?? [])
    }

    var content: HTML {
        let fields = type.fields(for: .form)
        let sections = fields.reduce(into: [Phrase]()) { if !$0.contains($1.section) { $0.append($1.section) } }
        let body: HTML = """
            \(ErrorSummary(texts("Please look at these fields again"), fields: errors.map(wrongField)))\(conflictNotice)\
            \(if: version != nil, "<input type=\"hidden\" name=\"version\" value=\"\(version ?? 0)\">")\
            \(each: sections, { section in sectionHTML(section, fields.filter { $0.section == section }) })\
            \(FormActions(Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: record?.path ?? type.path)))
            """
        return ReadingColumn(Card(nil, Form(post: record?.path ?? type.path, csrf: csrf, body).html).html).html
    }

    /// After a conflict the person decides knowingly: what they send next counts against what is there now.
    private var version: Int? { conflict?.version ?? record?.version }

    /// The field that an error belongs to, as far as the summary has to know it to lead there.
    private func wrongField(_ error: FieldError) -> FormField {
        let path = error.field.split { "[]".contains($0) }.map { String($0) }
        let label = texts(ifAny: path.first.flatMap { type.field($0)?.label }) ?? error.field
        return FormField(label, name: error.field, error: texts(error.message), id: "field-" + path.joined(separator: "-"))
    }

    private var conflictNotice: HTML? {
        guard let conflict, let record else { return nil }
        let changed = type.fields(for: .form).filter { conflict[$0.name] != record[$0.name] || differs($0, conflict) }
        let rows = changed.filter { !$0.isReference }.map { field in
            Table.Row(
                id: field.name, label: texts(field.label),
                cells: ["\(texts(field.label))", "\(shown.text(conflict[field.name], field.type))", "\(typedText(field))"])
        }
        return Notice(
            .warning, title: texts("Somebody saved this \(type.label.lowercased()) in the meantime"),
            """
            <p>\(texts("Nothing of yours is lost: it is in the form below. Compare, change what you want, and save again to keep your version."))</p>\
            \(Table(
                texts("Both versions"),
                columns: [.init(texts("Field")), .init(texts("Saved meanwhile")), .init(texts("Yours"), phone: .badge)], rows: rows,
                density: .compact, texts: texts))
            """
        ).html
    }

    private func differs(_ field: Field, _ other: Record) -> Bool {
        guard let typed, !field.isReference else { return false }
        if case .rows(let parts) = field.type {
            let value = try? RowsInput(field: field, parts: parts).value(typed)
            return value.map { !$0.means(other[field.name]) } ?? false
        }
        guard typed.contains(field.name) else { return false }
        return typed.string(field.name) != inputText(other[field.name])
    }

    private func typedText(_ field: Field) -> String {
        guard let typed else { return "" }
        if case .rows(let parts) = field.type, let value = try? RowsInput(field: field, parts: parts).value(typed) {
            return shown.text(value, field.type)
        }
        return typed.string(field.name)
    }

    // MARK: Fields

    private func sectionHTML(_ title: Phrase, _ fields: [Field]) -> HTML {
        let parts = fields.map { field -> HTML in
            if case .rows(let parts) = field.type { return rows(field, parts) }
            return single(field).html
        }
        if fields.count == 1, case .rows = fields[0].type { return parts[0] }
        return FieldSet(texts(title), "<div class=\"field-grid\">\(each: parts, { $0 })</div>").html
    }

    private func single(_ field: Field) -> FormField {
        FormField(
            texts(field.label), name: field.name, control(of: field), value: value(of: field), error: error(field.name),
            help: texts(ifAny: field.help),
            autofocus: field.name == firstToFill)
    }

    /// Where the cursor starts: at what is wrong, or at the top; nowhere while a conflict waits to be read.
    private var firstToFill: String? {
        if conflict != nil { return nil }
        return errors.first?.field ?? type.fields(for: .form).first?.name
    }

    private func control(of field: Field) -> FormField.Control {
        switch field.type {
        case .text(let limit): .text(maxLength: limit)
        case .longText: .textarea()
        case .email: .email
        case .phone: .tel
        // A plain text field, since browsers refuse addresses without a scheme that we complete ourselves.
        case .url: .text(maxLength: 2_000)
        case .choice(let choices): .select(choices.map { Choice($0.value, texts($0.label)) })
        case .integer: .number(step: "1")
        case .date: .date()
        case .instant: .dateTime
        case .bool: .checkbox
        case .user: .select(people, blank: texts("Nobody"))
        case .link: .select(links[field.name] ?? [], blank: texts("None"))
        case .tags, .money, .rows, .custom: .text()
        }
    }

    private func value(of field: Field) -> String? {
        if let typed {
            if case .bool = field.type { return typed.bool(field.name) ? "1" : nil }
            return typed.text(field.name)
        }
        guard let record else { return nil }
        let value = record[field.name]
        if case .bool(let flag) = value { return flag ? "1" : nil }
        return inputText(value)
    }

    private func inputText(_ value: FieldValue) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .money(let minor, let currency): "\(MoneyText.plain(minor: minor, currency: currency)) \(currency)"
        case .date(let date): date.description
        case .instant(let instant): Instant.text(instant)
        case .id(let id): id.uuidString.lowercased()
        case .tags(let tags): tags.joined(separator: ", ")
        case .bool(let flag): flag ? "1" : ""
        case .null, .rows: ""
        }
    }

    private func error(_ name: String) -> String? {
        texts(ifAny: errors.first { $0.field == name }?.message)
    }

    // MARK: Entries

    private func rows(_ field: Field, _ parts: [RowField]) -> HTML {
        let entries: [(RowField) -> String?]
        if let typed {
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
                texts(part.label), name: name, control(of: part.asField), value: value(part), error: error(name),
                autofocus: name == firstToFill,
                id: "field-\(field.name)-\(index)-\(part.name)")
        }
        return FieldRow(fields).html
    }
}
