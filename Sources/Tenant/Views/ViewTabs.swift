import Foundation
import Platform
import Web

/// The tabs of a list: what everybody has, and the saved views that are pinned.
struct ViewTabs {
    let state: ListState
    let views: [SavedView]
    /// How many records the current tab has, as people read it.
    let count: String?
    let texts: Texts

    /// More tabs than this are no help; the rest stands in the menu.
    private static let limit = 12

    var html: Tabs {
        var tabs = [tab(texts("All"), .all), tab(texts("Mine"), .mine)]
        tabs += shown.map { tab($0.name, .saved($0.id), counted: $0.id.text) }
        tabs.append(tab(texts("Trash"), .trash))
        let isCounted = shown.contains { .saved($0.id) != state.view }
        return Tabs(texts("Views"), tabs, counts: isCounted ? "\(state.type.path)/view-counts" : nil)
    }

    /// The pinned ones, and the current one wherever it stands.
    private var shown: [SavedView] {
        let pinned = Self.pinned(views)
        guard let current = state.saved, !pinned.contains(where: { $0.id == current.id }) else { return pinned }
        return pinned + [current]
    }

    static func pinned(_ views: [SavedView]) -> [SavedView] {
        Array(views.filter(\.isPinned).prefix(limit))
    }

    private func tab(_ label: String, _ view: ListState.View, counted: String? = nil) -> Tabs.Tab {
        let isCurrent = state.view == view
        return Tabs.Tab(
            label, href: state.href(showing: view), count: isCurrent ? count : nil, current: isCurrent, counted: isCurrent ? nil : counted)
    }
}
