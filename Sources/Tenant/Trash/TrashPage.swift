import Foundation
import Platform
import Web

/// The trash of all types, or of one.
struct TrashPage: Sendable {
    let records: [TrashedRecord]
    /// The types that the reader may see records of.
    let types: [RecordType]
    /// Nil shows all of them.
    let chosen: RecordType?
    let next: String?
    let viewer: Viewer
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    var tabs: Tabs {
        let all = Tabs.Tab(texts("All"), href: "/trash", current: chosen == nil)
        return Tabs(
            texts("Views"),
            [all] + types.map { Tabs.Tab(texts($0.pluralLabel), href: "/trash?type=\($0.name)", current: chosen?.name == $0.name) })
    }

    var content: HTML {
        guard !records.isEmpty else {
            return EmptyState(.trash, title: texts("The trash is empty"), text: texts("What is deleted waits here, and can be restored."))
                .html
        }
        return "\(table)\(pager)\(many)\(emptying)"
    }

    private var table: Table {
        Table(
            texts("Trash"),
            columns: [
                .init(texts("Record")), .init(texts("What"), phone: .hidden), .init(texts("Deleted"), phone: .badge),
                .init(texts("By"), phone: .line), .init(texts("Gone for good"), phone: .hidden),
            ],
            rows: records.map(row), texts: texts)
    }

    private func row(_ record: TrashedRecord) -> Table.Row {
        let type = types.first { $0.name == record.recordType }
        let title = record.title.isEmpty ? texts("Unnamed \((type?.label ?? "record").lowercased())") : record.title
        let path = type?.path(record.id) ?? ""
        let end = record.deletedAt.addingTimeInterval(Double(PurgeTrash.days) * 86_400)
        let restore = type.flatMap { viewer.may(.delete, $0.name) ? $0 : nil }.map { _ in
            Form(post: "\(path)/restoration", csrf: csrf, layout: .bare, Button(texts("Restore"), icon: .undo, small: true).html).html
        }
        return Table.Row(
            id: record.id.text, label: title, href: "\(path)?trash=1",
            cells: [
                Identity(title, size: .small).html, "\(texts(ifAny: type?.label) ?? record.recordType)", "\(shown.since(record.deletedAt))",
                "\(record.deletedBy ?? texts("The system"))", "\(shown.moment(end))",
            ], actions: restore)
    }

    private var pager: HTML? {
        guard let next else { return nil }
        let type = chosen.map { "type=\($0.name)&" } ?? ""
        return Pager(previous: nil, next: "/trash?\(type)cursor=\(next.queryEscaped)", texts: texts).html
    }

    /// Where many are brought back at once.
    private var many: HTML? {
        guard let chosen, viewer.may(.delete, chosen.name) else { return nil }
        return "<p class=\"muted\"><a href=\"\(chosen.path)?view=trash\">\(texts("Search them, or restore many at once"))</a></p>"
    }

    private var emptying: HTML? {
        guard viewer.permissions.managesTenant, chosen == nil else { return nil }
        return Card(
            texts("Empty the trash"),
            Form(
                post: "/trash/emptying", csrf: csrf,
                """
                \(FormField(texts("Delete everything in it for good, with all that belongs to it"), name: "sure", .checkbox, required: true))\
                \(FormActions(Button(texts("Empty the trash"), kind: .danger, icon: .trash)))
                """
            ).html
        ).html
    }
}
