import Foundation
import Platform
import Web

/// A list of records: view tabs, filter chips, the table, the way on.
struct RecordListPage: Sendable {
    let type: RecordType
    let state: ListState
    let records: [Record]
    let total: RecordTotal?
    let previousCursor: String?
    let nextCursor: String?
    let viewer: Viewer
    let shown: Shown
    /// Names of the people and records that filter chips speak of.
    let names: [String: String]
    /// Whom a filter by owner offers.
    var people: [Choice] = []
    /// The saved views of this type that the viewer can use.
    var views: [SavedView] = []
    var groups: ListGroups?
    let csrf: String
    /// Why there are no records to show, where the database was asked too much.
    var problem: Phrase?
    /// What can be done with many rows; nil where that is nothing.
    var bulkBar: HTML?

    private var texts: Texts { shown.texts }

    var tabs: Tabs { ViewTabs(state: state, views: views, count: countText, texts: texts).html }

    private var countText: String? {
        total.map { $0.isEstimate ? texts("about \(grouped: $0.count)") : texts.grouped($0.count) }
    }

    var actions: HTML {
        let items = ExportMenu(state: state, total: total, csrf: csrf, texts: texts).items
        return """
            \(if: viewer.may(.import, type.name) && state.view != .trash, "\(Button(texts("Import"), icon: .upload, href: "/imports/new?type=\(type.name)"))")\
            \(if: viewer.may(.export, type.name), "\(Menu(texts("More"), icon: .more, iconOnly: true, items))")
            """
    }

    var primary: Button? {
        guard viewer.may(.create, type.name), state.view != .trash else { return nil }
        return Button(texts("New \(type.label.lowercased())"), kind: .primary, icon: .plus, href: "\(type.path)/new", shortcut: "c")
    }

    var content: HTML {
        """
        \(lostQuestions)\(Toolbar("\(search)\(chips)\(viewMenu.offer)", trailing: "\(ListMenus(state: state, texts: texts))\(viewMenu.menu)"))\
        \(FilterForm(state: state, people: people, texts: texts))\
        \(if: records.isEmpty, "\(empty)", else: "\(table)\(pager)\(bulkBar)")
        """
    }

    private var search: HTML {
        let label = texts("Search \(type.pluralLabel.lowercased())")
        let field = FormField(
            label, name: "q", .search, value: state.look.search, placeholder: texts("Search"), hidesLabel: true, id: "list-search")
        return Form(get: type.path, "\(HiddenFields(state, without: ["q"]))\(field)").html
    }

    private var chips: ListChips { ListChips(state: state, names: names, texts: texts) }

    private var viewMenu: ViewMenu { ViewMenu(state: state, views: views, csrf: csrf, texts: texts) }

    private var lostQuestions: Notice? {
        guard state.lost > 0 else { return nil }
        return Notice(
            .warning,
            "\(texts(state.lost, one: "\(state.lost) condition of this view is left out: it asks about something that you cannot see or that is no longer there. So the list may show more than the view was made for.", other: "\(state.lost) conditions of this view are left out: they ask about something that you cannot see or that is no longer there. So the list may show more than the view was made for."))"
        )
    }

    // MARK: Table

    private var columns: [Field] {
        state.look.columns.compactMap { type.field($0) }
    }

    private var table: Table {
        Table(
            texts(type.pluralLabel), columns: columns.map(header),
            rows: records.enumerated().map { index, record in
                var row = Table.Row(
                    id: record.id.text, label: record.title,
                    href: state.view == .trash ? "\(record.path)?trash=1" : record.path, cells: columns.map { cell($0, of: record) })
                row.heading = groups?.heading(at: index, names: names, shown: shown)
                return row
            }, selection: bulkBar.map { _ in Table.Selection() }, density: state.look.density, texts: texts)
    }

    private func header(_ field: Field) -> Table.Column {
        let current = state.look.sort.first { $0.field == field.name }
        let next = SortKey(field.name, descending: current.map { !$0.isDescending } ?? false)
        let href = field.uses.contains(.sort) ? state.href { $0.look.sort = [next] } : nil
        return Table.Column(
            texts(field.label), numeric: field.isNumeric, sortHref: href, order: current.map { $0.isDescending ? .descending : .ascending },
            phone: phoneRole(field), quiet: field.name != state.look.columns.first)
    }

    private func phoneRole(_ field: Field) -> Table.PhoneRole {
        switch field.name {
        case state.look.columns.first: .title
        case type.subtitleField: .line
        case type.badgeField where type.badgeField != type.subtitleField: .badge
        default: .hidden
        }
    }

    private func cell(_ field: Field, of record: Record) -> HTML {
        let value = record[field.name]
        if field.name == state.look.columns.first {
            return Identity(value.isEmpty ? record.title : shown.text(value, field.type), size: .small).html
        }
        if field.name == "owner", let name = value.text { return Identity(name, size: .small).html }
        return shown.html(value, field) ?? ""
    }

    private var pager: Pager {
        Pager(
            previous: previousCursor.map { cursor in state.href { $0.cursor = cursor } },
            next: nextCursor.map { cursor in state.href { $0.cursor = cursor } },
            range: state.cursor == nil ? 1...records.count : nil, total: total?.count, estimated: total?.isEstimate ?? false,
            texts: texts)
    }

    // MARK: Nothing there

    private var empty: HTML {
        if let problem {
            return EmptyState(
                .clock, title: texts("This takes too long"), text: texts(problem),
                action: Button(texts("Change the filter"), kind: .primary, href: state.href(to: "\(type.path)/filter")).html
            ).html
        }
        if state.view == .trash {
            return EmptyState(.trash, title: texts("The trash is empty"), text: texts("What is deleted waits here, and can be restored."))
                .html
        }
        if !state.isNarrowed, state.view == .all { return nothingYet }
        if !state.isNarrowed, state.view == .mine { return nothingOwned }
        return EmptyState(
            .search, title: texts("Nothing matches"), text: texts("No \(type.pluralLabel.lowercased()) fit this search and these filters."),
            action: Button(texts("Show all"), href: state.href(showing: .all)).html
        ).html
    }

    private var nothingOwned: HTML {
        EmptyState(
            type.icon, title: texts("None of them is yours"), text: texts("\(type.pluralLabel) that you own are listed here."),
            action: Button(texts("Show all"), href: state.href(showing: .all)).html
        ).html
    }

    private var nothingYet: HTML {
        let first: HTML = """
            \(primary)\(if: viewer.may(.import, type.name), " \(Button(texts("Import a file"), icon: .upload, href: "/imports/new?type=\(type.name)"))")
            """
        return EmptyState(
            type.icon, title: texts("No \(type.pluralLabel.lowercased()) yet"),
            text: texts("Add the first one by hand, or bring in a file of them."),
            action: first
        ).html
    }
}

extension Field {
    var isLink: Bool { if case .link = type { true } else { false } }

    var isNumeric: Bool {
        switch type {
        case .integer, .number, .money: true
        default: false
        }
    }
}
