import Foundation
import Platform
import Web

/// What may be the same as one record.
struct RecordDuplicatesPage: Sendable {
    let record: Record
    let matches: [LikelyDuplicate]
    let search: String
    /// What somebody has looked for by name.
    let others: [Record]
    let mayEdit: Bool
    let csrf: String
    let shown: Shown

    private var type: RecordType { record.type }
    private var texts: Texts { shown.texts }
    private var path: String { "\(record.path)/duplicates" }

    var crumbs: [Crumb] { [Crumb(texts(type.pluralLabel), href: type.path), Crumb(record.title, href: record.path)] }

    var content: HTML {
        ReadingColumn("\(Card(texts("Likely duplicates of \(record.title)"), found))\(if: mayEdit, picker)").html
    }

    private var found: HTML {
        if matches.isEmpty {
            return "<p class=\"muted\">\(texts("Nothing that you can see seems to be the same."))</p>"
        }
        return ItemList(matches.map(item)).html
    }

    private func item(_ duplicate: LikelyDuplicate) -> ItemList.Item {
        let other = duplicate.record
        return ItemList.Item(
            other.title, href: other.path, detail: duplicate.match.reasons(texts), leading: Avatar(other.title, size: .small).html,
            trailing: """
                \(ScoreBadge(duplicate.match.score, texts: texts))\(if: mayEdit, "\(mergeLink(other))\(dismissal(other))")
                """)
    }

    private func mergeLink(_ other: Record) -> Button {
        Button(texts("Compare and merge"), kind: .quiet, href: DuplicatePage.merge(record, other), small: true)
    }

    private func dismissal(_ other: Record) -> Form {
        Form(
            post: "\(path)/dismissal", csrf: csrf, layout: .bare,
            """
            <input type="hidden" name="other" value="\(other.id.text)">\
            \(Button(texts("Not duplicates"), kind: .quiet, small: true))
            """)
    }

    private var picker: HTML {
        let items = others.map { other in
            ItemList.Item(
                other.title, href: other.path, detail: other["email"].text ?? other[type.subtitleField].text,
                leading: Avatar(other.title, size: .small).html, trailing: mergeLink(other).html)
        }
        let form = Form(
            get: path,
            """
            \(FormField(texts("Name, address or number"), name: "q", .search, value: search,
                placeholder: texts("Name, address or number"), hidesLabel: true))\
            \(Button(texts("Search"), icon: .search))
            """)
        let none: HTML? = search.isEmpty || !items.isEmpty ? nil : "<p class=\"muted\">\(texts("Nothing found."))</p>"
        return Card(texts("Merge with another one"), "<div class=\"stack\">\(form)\(none)\(if: !items.isEmpty, ItemList(items).html)</div>")
            .html
    }
}
