import Foundation
import Platform
import Web

/// The settings of tags, as pages.
struct TagPages {
    let csrf: String
    let texts: Texts

    /// Where a person stops caring how many more there are.
    static let enough = 1_000

    /// How many stand on the page. One finds the others by searching.
    static let limit = 100

    /// - Parameter tags: one more than the limit, where there are more.
    func list(_ tags: [UsedTag], search: String, typed: FormData?, errors: [FieldError]) -> HTML {
        let form = Form(
            post: "/settings/tags", csrf: csrf,
            """
            \(FieldRow(name(typed?.string("name"), errors), color(typed?.string("color"))))\
            \(FormActions(Button(texts("Add tag"), kind: .primary, icon: .plus)))
            """)
        let known: HTML = tags.isEmpty ? nothing(search).html : "\(table(tags))\(rest(tags))"
        return ReadingColumn("\(Card(texts("New tag"), form.html))\(searchForm(tags, search))\(known)").html
    }

    private func nothing(_ search: String) -> EmptyState {
        search.isEmpty
            ? EmptyState(.tag, title: texts("No tags yet"), text: texts("Type some on a contact or a company, and they show up here."))
            : EmptyState(.search, title: texts("Nothing found"), text: texts("Try fewer or other words: a part of a name is enough."))
    }

    private func rest(_ tags: [UsedTag]) -> HTML? {
        guard tags.count > Self.limit else { return nil }
        return "<p class=\"muted\">\(texts("These are the first \(Self.limit). Search for the others."))</p>"
    }

    /// Where one does not see them all at a glance.
    private func searchForm(_ tags: [UsedTag], _ search: String) -> Form? {
        guard tags.count > 20 || !search.isEmpty else { return nil }
        let field = FormField(texts("Search tags"), name: "q", .search, value: search, placeholder: texts("Search tags"), hidesLabel: true)
        return Form(get: "/settings/tags", "\(field)\(Button(texts("Search"), icon: .search))")
    }

    private func table(_ tags: [UsedTag]) -> HTML {
        Table(
            texts("Tags"), columns: [.init(texts("Tag")), .init(texts("Records"), numeric: true, phone: .badge)],
            rows: tags.prefix(Self.limit).map { used in
                Table.Row(
                    id: used.tag.id.text, label: used.tag.name, href: used.tag.path,
                    cells: [Badge(used.tag.name, hue: used.tag.color?.hue).html, "\(count(used.uses))"])
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
            texts("Into"), name: "into", .combobox(others.map { Choice($0.name) }),
            error: texts.error("into", in: errors), help: texts("Records that have \(tag.name) get the other tag instead."), required: true,
            placeholder: texts("Choose a tag"))
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
            texts("Name"), name: "name", .text(maxLength: Tag.nameLimit), value: value,
            error: texts.error("name", in: errors), required: true)
    }

    private func color(_ value: String?) -> FormField {
        FormField(
            texts("Colour"), name: "color", .select(TagColor.allCases.map { Choice($0.rawValue, texts($0.label)) }, blank: texts("Grey")),
            value: value)
    }
}
