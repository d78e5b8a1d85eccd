import Foundation
import Platform
import Web

/// The views that somebody can use, type by type.
struct ViewPages {
    let views: [SavedView]
    let types: [RecordType]
    let viewer: Viewer
    let csrf: String
    let texts: Texts

    var list: HTML {
        let cards = types.compactMap(card)
        return ReadingColumn(cards.isEmpty ? empty : "\(each: cards, { $0.html })").html
    }

    private func card(of type: RecordType) -> Card? {
        let items = views.filter { $0.recordType == type.name }.map { view in
            ItemList.Item(view.name, href: view.path(of: type), detail: detail(view), trailing: menu(view).html)
        }
        return items.isEmpty ? nil : Card(texts(type.pluralLabel), flush: true, ItemList(items).html)
    }

    private func detail(_ view: SavedView) -> String {
        let whose = view.ownerID == viewer.userID ? texts("yours") : view.ownerName
        let use: String =
            switch view.visibility {
            case .own: texts("only you use it")
            case .team: texts("for the team \(view.teamName ?? "")")
            case .public: texts("for everybody")
            }
        let marks = [view.isPinned ? texts("among the tabs") : nil, view.isOwnDefault ? texts("shown first") : nil].compactMap { $0 }
        return ([whose, use] + marks).joined(separator: " · ")
    }

    private func menu(_ view: SavedView) -> Menu {
        var items: [MenuItem] = [
            .post(
                texts(view.isOwnDefault ? "No longer show first" : "Show me this first"),
                action: "\(view.path)/\(view.isOwnDefault ? "no-default" : "default")", csrf: csrf, icon: .star)
        ]
        if viewer.permissions.managesTenant, view.visibility == .public {
            items.append(.link(texts("First for a role"), href: "\(view.path)/roles", icon: .users))
        }
        if view.mayChange(viewer) {
            items.append(.link(texts("Rename or share"), href: "\(view.path)/edit", icon: .edit))
            items.append(
                .post(
                    texts("Delete view"), action: "\(view.path)/deletion", csrf: csrf, icon: .trash, isDanger: true,
                    confirm: texts("Delete the view “\(view.name)”? The records stay.")))
        }
        return Menu(texts("More for \(view.name)"), icon: .more, kind: .quiet, iconOnly: true, items)
    }

    private var empty: HTML {
        EmptyState(
            .eye, title: texts("No views yet"),
            text: texts("Filter and sort a list as you like it, and save it as a view: it becomes a tab, and can be shared."),
            action: types.first.map { Button(texts("Go to \(texts($0.pluralLabel))"), href: $0.path).html }
        ).html
    }

    /// Which roles see a view first.
    static func roles(_ view: SavedView, _ roles: [(name: String, label: String, isSet: Bool)], csrf: String, texts: Texts) -> HTML {
        let items = roles.map { role in
            let button = Button(
                texts(role.isSet ? "No longer show first" : "Show first"), kind: role.isSet ? .quiet : .secondary, small: true)
            let form = Form(
                post: "\(view.path)/roles", csrf: csrf, layout: .bare,
                """
                <input type="hidden" name="role" value="\(role.name)">\
                <input type="hidden" name="first" value="\(role.isSet ? "0" : "1")">\(button)
                """)
            return ItemList.Item(role.label, detail: role.isSet ? texts("sees it first") : nil, trailing: form.html)
        }
        return ReadingColumn(Card(texts("Who sees “\(view.name)” first"), flush: true, ItemList(items).html).html).html
    }
}
