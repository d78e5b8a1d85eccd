import Foundation
import Platform
import Web

/// The settings of tags, as pages.
struct TagPages {
    let csrf: String
    let texts: Texts

    /// Where a person stops caring how many more there are.
    static let enough = 1_000

    func list(_ tags: [Tag], uses: [UUID: Int], typed: FormData?, errors: [FieldError]) -> HTML {
        let nothing = EmptyState(
            .tag, title: texts("No tags yet"), text: texts("Type some on a contact or a company, and they show up here."))
        let content = tags.isEmpty ? nothing.html : table(tags, uses)
        let form = Form(
            post: "/settings/tags", csrf: csrf,
            """
            \(FieldRow(name(typed?.string("name"), errors), color(typed?.string("color"))))\
            \(FormActions(Button(texts("Add tag"), kind: .primary, icon: .plus)))
            """)
        return ReadingColumn("\(content)\(Card(texts("New tag"), form.html))").html
    }

    private func table(_ tags: [Tag], _ uses: [UUID: Int]) -> HTML {
        Table(
            texts("Tags"), columns: [.init(texts("Tag")), .init(texts("Records"), numeric: true)],
            rows: tags.map { tag in
                Table.Row(
                    id: tag.id.text, label: tag.name, href: tag.path,
                    cells: [Badge(tag.name, hue: tag.color?.hue).html, "\(count(uses[tag.id] ?? 0))"])
            }, texts: texts
        ).html
    }

    private func count(_ count: Int) -> String {
        count >= Self.enough ? "\(texts.grouped(Self.enough))+" : texts.grouped(count)
    }

    func edit(_ tag: Tag, others: [Tag], typed: FormData?, errors: [FieldError]) -> HTML {
        let form = Form(
            post: tag.path, csrf: csrf,
            """
            \(name(typed?.text("name") ?? tag.name, errors))\(color(typed?.text("color") ?? tag.color?.rawValue))\
            \(FormActions(
                Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: "/settings/tags")))
            """)
        return ReadingColumn(
            "\(Card(nil, hint: nil, form.html))\(merging(tag, others, errors))\(deleting(tag))"
        ).html
    }

    private func merging(_ tag: Tag, _ others: [Tag], _ errors: [FieldError]) -> HTML? {
        guard !others.isEmpty else { return nil }
        let field = FormField(
            texts("Into"), name: "into", .select(others.map { Choice($0.id.text, $0.name) }, blank: texts("Choose a tag")),
            error: error("into", errors), help: texts("Records that have \(tag.name) get the other tag instead."), required: true)
        let form = Form(post: "\(tag.path)/merge", csrf: csrf, "\(field)\(FormActions(Button(texts("Merge"))))")
        return Card(texts("Merge with another tag"), form.html).html
    }

    private func deleting(_ tag: Tag) -> HTML {
        let button = Button(
            texts("Delete"), kind: .danger, icon: .trash, confirm: texts("Take \(tag.name) away from every record?"))
        let form = Form(post: "\(tag.path)/deletion", csrf: csrf, layout: .inline, button.html)
        return Card(texts("Delete this tag"), "<p>\(texts("It goes from every record that has it."))</p>\(form)").html
    }

    private func name(_ value: String?, _ errors: [FieldError]) -> FormField {
        FormField(
            texts("Name"), name: "name", .text(maxLength: Tag.nameLimit), value: value, error: error("name", errors), required: true)
    }

    private func color(_ value: String?) -> FormField {
        FormField(
            texts("Colour"), name: "color", .select(TagColor.allCases.map { Choice($0.rawValue, texts($0.label)) }, blank: texts("Grey")),
            value: value)
    }

    private func error(_ field: String, _ errors: [FieldError]) -> String? {
        texts(ifAny: errors.first { $0.field == field }?.message)
    }
}
