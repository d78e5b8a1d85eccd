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

    private var texts: Texts { shown.texts }

    var tabs: Tabs {
        let tab = { (label: String, view: ListState.View) in
            let isCurrent = state.view == view
            return Tabs.Tab(
                label, href: ListState.plain(type, view: view, columns: state.columns), count: isCurrent ? countText : nil,
                current: isCurrent)
        }
        return Tabs(texts("Views"), [tab(texts("All"), .all), tab(texts("Mine"), .mine), tab(texts("Trash"), .trash)])
    }

    private var countText: String? {
        total.map { $0.isEstimate ? texts("about \(grouped: $0.count)") : texts.grouped($0.count) }
    }

    var actions: HTML {
        let items: [MenuItem] = [.link(texts("Export as CSV"), href: exportHref, icon: .download)]
        return """
            \(if: viewer.may(.import, type.name) && state.view != .trash, "\(Button(texts("Import"), icon: .upload, href: "/imports/new?type=\(type.name)"))")\
            \(if: viewer.may(.export, type.name), "\(Menu(texts("More"), icon: .more, iconOnly: true, items))")
            """
    }

    var primary: Button? {
        guard viewer.may(.create, type.name), state.view != .trash else { return nil }
        return Button(texts("New \(type.label.lowercased())"), kind: .primary, icon: .plus, href: "\(type.path)/new", shortcut: "c")
    }

    private var exportHref: String { "\(type.path).csv" + state.href().dropFirst(type.path.count) }

    var content: HTML {
        """
        \(Toolbar("\(search)\(chips)", trailing: "\(columnMenu)"))\(FilterForm(state: state, people: people, texts: texts))\
        \(if: records.isEmpty, "\(empty)", else: "\(table)\(pager)")
        """
    }

    private var search: HTML {
        let label = texts("Search \(type.pluralLabel.lowercased())")
        let field = FormField(
            label, name: "q", .search, value: state.search, placeholder: label, hidesLabel: true, id: "list-search")
        return Form(get: type.path, "\(HiddenFields(state, without: ["q"]))\(field)").html
    }

    private var chips: HTML {
        let conditions = state.filters.enumerated().map { index, condition in
            Chip(
                texts(ifAny: type.field(condition.field)?.label) ?? condition.field, describe(condition),
                removeHref: state.href { $0.filters.remove(at: index) }, texts: texts)
        }
        let tree = state.tree.map { _ in Chip(texts("Advanced"), texts("filter"), removeHref: state.href { $0.tree = nil }, texts: texts) }
        return "\(each: conditions, { $0.html })\(tree)\(addFilter)"
    }

    private var addFilter: HTML {
        // The name of whom or what a record is linked to is asked for by the link itself, or the other way round.
        let items = type.fields(for: .filter).filter { !$0.type.operators.isEmpty && !$0.isLink && $0.name != "owner" }.map { field in
            MenuItem.link(texts(field.label), href: state.href { $0.adding = field.name })
        }
        return Menu(
            texts("Add a filter"), summary: "<span class=\"chip add\">\(Icon.plus)\(texts("Filter"))</span>", opensAtStart: true, items
        ).html
    }

    private func describe(_ condition: FilterCondition) -> String {
        let field = type.field(condition.field)
        let values = condition.values.map { value -> String in
            if let name = names[value.lowercased()] { return name }
            if case .choice(let choices)? = field?.type { return texts(ifAny: choices.first { $0.value == value }?.label) ?? value }
            if let span = RelativeSpan(rawValue: value), condition.comparison == .within { return texts(span.label) }
            switch value {
            case "me": return texts("me")
            case "my_team": return texts("my team")
            default: return value
            }
        }
        return ([texts(condition.comparison.label)] + (values.isEmpty ? [] : [values.joined(separator: ", ")])).joined(separator: " ")
    }

    private var columnMenu: HTML {
        let boxes = type.fields(for: .list).map { field -> HTML in
            """
            <label class="menu-item tick"><input type="checkbox" name="columns" value="\(field.name)"\
            \(attribute: "checked", state.columns.contains(field.name))><span>\(texts(field.label))</span></label>
            """
        }
        let form = Form(
            get: type.path, layout: .bare,
            "\(HiddenFields(state, without: ["columns"]))\(each: boxes, { $0 })<p class=\"menu-foot\">\(Button(texts("Apply"), kind: .primary, small: true))</p>"
        )
        return Menu(texts("Columns"), icon: .columns, [.custom(form.html)]).html
    }

    // MARK: Table

    private var columns: [Field] {
        state.columns.compactMap { type.field($0) }
    }

    private var table: Table {
        Table(
            texts(type.pluralLabel), columns: columns.map(header),
            rows: records.map { record in
                Table.Row(
                    id: record.id.uuidString.lowercased(), label: record.title,
                    href: state.view == .trash ? "\(record.path)?trash=1" : record.path, cells: columns.map { cell($0, of: record) })
            }, texts: texts)
    }

    private func header(_ field: Field) -> Table.Column {
        let current = state.sort.first { $0.field == field.name }
        let next = SortKey(field.name, descending: current.map { !$0.isDescending } ?? false)
        let href = field.uses.contains(.sort) ? state.href { $0.sort = [next] } : nil
        return Table.Column(
            texts(field.label), numeric: field.isNumeric, sortHref: href, order: current.map { $0.isDescending ? .descending : .ascending },
            phone: phoneRole(field), quiet: field.name != state.columns.first)
    }

    private func phoneRole(_ field: Field) -> Table.PhoneRole {
        switch field.name {
        case state.columns.first: .title
        case type.subtitleField: .line
        case type.badgeField where type.badgeField != type.subtitleField: .badge
        default: .hidden
        }
    }

    private func cell(_ field: Field, of record: Record) -> HTML {
        let value = record[field.name]
        if field.name == state.columns.first {
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
        if state.view == .trash {
            return EmptyState(.trash, title: texts("The trash is empty"), text: texts("What is deleted waits here, and can be restored."))
                .html
        }
        if state.search.isEmpty && state.filters.isEmpty && state.tree == nil { return state.view == .all ? nothingYet : nothingOwned }
        return EmptyState(
            .search, title: texts("Nothing matches"), text: texts("No \(type.pluralLabel.lowercased()) fit this search and these filters."),
            action: Button(texts("Show all"), href: type.path).html
        ).html
    }

    private var nothingOwned: HTML {
        EmptyState(
            type.icon, title: texts("None of them is yours"), text: texts("\(type.pluralLabel) that you own are listed here."),
            action: Button(texts("Show all"), href: type.path).html
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

extension ListState {
    /// Another view of the type, without this one's filters.
    static func plain(_ type: RecordType, view: View, columns: [String]) -> String {
        var pairs: [String] = []
        if view != .all { pairs.append("view=\(view.rawValue)") }
        if columns != type.defaultColumns { pairs.append("columns=\(columns.joined(separator: ","))") }
        return type.path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }
}

extension Field {
    var isLink: Bool { if case .link = type { true } else { false } }

    var isNumeric: Bool {
        switch type {
        case .integer, .money: true
        default: false
        }
    }
}

/// A list's state as hidden fields, so that a GET form keeps what it does not ask about.
struct HiddenFields: Component {
    let state: ListState
    let left: Set<String>

    init(_ state: ListState, without left: Set<String>) {
        self.state = state
        self.left = left.union(["cursor", "adding"])
    }

    var html: HTML {
        let kept = state.parameters.filter { !left.contains($0.name) }
        return "\(each: kept, { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" })"
    }
}
