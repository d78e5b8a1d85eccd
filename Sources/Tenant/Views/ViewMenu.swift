import Foundation
import Platform
import Web

/// Keeping the list as it is: saved anew, into the view it came from, or looked after.
struct ViewMenu {
    let state: ListState
    let views: [SavedView]
    let csrf: String
    let texts: Texts

    private var type: RecordType { state.type }

    /// Where the list differs from its view, what to do about it.
    var offer: HTML? {
        guard state.isChanged, state.view != .trash else { return nil }
        guard let saved = state.saved else { return Button(texts("Save as view"), kind: .quiet, href: newHref, small: true).html }
        let update = Form(
            post: "\(saved.path)/look", csrf: csrf, layout: .bare, "\(kept)\(Button(texts("Save changes"), kind: .secondary, small: true))")
        return """
            \(if: saved.mayChange(state.viewer), "\(update)")\
            \(Button(texts("Save as new view"), kind: .quiet, href: newHref, small: true))\
            \(Button(texts("Undo changes"), kind: .quiet, href: state.unchanged.href(), small: true))
            """
    }

    /// All views of the list, and what can be done with the current one.
    var menu: Menu {
        let others = views.map { view in
            MenuItem.link(view.name, href: view.path(of: type), icon: state.view == .saved(view.id) ? .check : nil)
        }
        let ends: [MenuItem] = [
            .link(texts("Save as new view"), href: newHref, icon: .plus),
            .link(texts("All views"), href: "/views?type=\(type.name)", icon: .list),
        ]
        return Menu(texts("View"), icon: .eye, others + (others.isEmpty ? [] : [.divider]) + current + ends)
    }

    private var current: [MenuItem] {
        guard let saved = state.saved else { return [] }
        var items: [MenuItem] = [
            .post(
                texts(saved.isOwnDefault ? "No longer show first" : "Show me this first"),
                action: "\(saved.path)/\(saved.isOwnDefault ? "no-default" : "default")", csrf: csrf, icon: .star)
        ]
        if saved.mayChange(state.viewer) {
            items.append(.link(texts("Rename or share"), href: "\(saved.path)/edit", icon: .edit))
            items.append(
                .post(
                    texts("Delete view"), action: "\(saved.path)/deletion", csrf: csrf, icon: .trash, isDanger: true,
                    confirm: texts("Delete the view “\(saved.name)”? The records stay.")))
        }
        return items + [.divider]
    }

    private var newHref: String {
        "/views/new?type=\(type.name)&state=\(String(state.unpaged.queryText.dropFirst()).queryEscaped)"
    }

    private var kept: HTML {
        "<input type=\"hidden\" name=\"state\" value=\"\(state.unpaged.queryText.dropFirst())\">"
    }
}

extension ListState {
    /// From its beginning.
    var unpaged: ListState {
        var state = self
        (state.cursor, state.adding) = (nil, nil)
        return state
    }
}
