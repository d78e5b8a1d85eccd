import Foundation
import Platform
import Web

/// How a list is shown: grouped by what, in which order, in which columns.
struct ListMenus: Component {
    let state: ListState
    let texts: Texts

    var html: HTML { "\(order)\(columns)" }

    private var order: Menu {
        let current = state.look.sort.first
        let items = state.type.fields(for: .sort).map { field -> MenuItem in
            let isCurrent = current?.field == field.name
            let icon: Icon? = isCurrent ? current?.isDescending == true ? .sortDescending : .sortAscending : nil
            let descends = isCurrent ? current?.isDescending == false : field.type.comesNewestFirst
            return .link(texts(field.label), href: state.href { $0.look.sort = [SortKey(field.name, descending: descends)] }, icon: icon)
        }
        return Menu(texts("Sort"), icon: .sortAscending, grouping + [.heading(texts("Sort by"))] + items)
    }

    private var grouping: [MenuItem] {
        let fields = state.type.groupingFields
        if fields.isEmpty || state.view == .trash { return [] }
        let none = MenuItem.link(
            texts("No groups"), href: state.href { $0.look.grouping = nil }, icon: state.look.grouping == nil ? .check : nil)
        let items = fields.map { field in
            MenuItem.link(
                texts(field.label), href: state.href { $0.look.grouping = field.name },
                icon: state.look.grouping == field.name ? .check : nil)
        }
        return [.heading(texts("Group by")), none] + items + [.divider]
    }

    private var columns: HTML {
        let boxes = state.type.fields(for: .list).map { field -> HTML in
            """
            <label class="menu-item tick"><input type="checkbox" name="columns" value="\(field.name)"\
            \(attribute: "checked", state.look.columns.contains(field.name))><span>\(texts(field.label))</span></label>
            """
        }
        let isCompact = state.look.density == .compact
        let rows = Button(
            texts(isCompact ? "Taller rows" : "Denser rows"), kind: .quiet,
            href: state.href { $0.look.density = isCompact ? .comfortable : .compact }, small: true)
        let form = Form(
            get: state.type.path, layout: .bare,
            """
            \(HiddenFields(state, without: ["columns"]))\(each: boxes, { $0 })\
            <p class="menu-foot">\(Button(texts("Apply"), kind: .primary, small: true))\(rows)</p>
            """)
        return Menu(texts("Columns"), icon: .columns, [.custom(form.html)]).html
    }
}

extension FieldType {
    /// What people look for in it first is the latest.
    fileprivate var comesNewestFirst: Bool {
        switch self {
        case .date, .instant: true
        default: false
        }
    }
}

/// A list's state as hidden fields, so that a GET form keeps what it does not ask about.
struct HiddenFields: Component {
    let state: ListState
    let isLeft: @Sendable (String) -> Bool

    init(_ state: ListState, without left: Set<String>) {
        self.init(state) { left.contains($0) }
    }

    /// - Parameter isLeft: which of its parameters the form asks about itself.
    init(_ state: ListState, leaving isLeft: @escaping @Sendable (String) -> Bool) {
        self.state = state
        self.isLeft = { $0 == "cursor" || $0 == "adding" || isLeft($0) }
    }

    var html: HTML {
        let kept = state.parameters.filter { !isLeft($0.name) }
        return "\(each: kept, { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" })"
    }
}
