/// The list of places at the start of the page; on a phone a drawer, opened from the bottom bar.
///
/// It is a popover, so that the browser itself opens, closes and gives back the focus, without JavaScript.
struct Rail: Component {
    let shell: Shell

    var html: HTML {
        let current = shell.currentHref
        return """
            <nav class="rail" id="rail" popover aria-label="\(shell.texts("Main"))">\
            <div class="rail-head"><a class="rail-brand" href="/" title="\(shell.brand.name)">\(shell.brand.mark)\
            <span>\(shell.brand.name)</span></a>\
            <button class="button quiet icon-only needs-js" type="button" data-behaviour="rail" \
            aria-label="\(shell.texts("Collapse the sidebar"))" title="\(shell.texts("Collapse the sidebar"))">\(Icon.sidebar)</button></div>\
            <div class="rail-groups">\(each: shell.navigation, { group($0, current: current) })</div>\
            \(if: !shell.footer.isEmpty, "<ul class=\"rail-foot\">\(each: shell.footer, { item($0, current: current) })</ul>")\
            </nav>
            """
    }

    private func group(_ group: NavGroup, current: String?) -> HTML {
        """
        \(group.title.map { "<p class=\"rail-title\">\($0)</p>" })<ul>\(each: group.items, { item($0, current: current) })</ul>
        """
    }

    private func item(_ item: NavItem, current: String?) -> HTML {
        """
        <li><a href="\(url: item.href)"\(attribute: "aria-current", item.href == current ? "page" : nil)\
        \(attribute: "data-go", item.shortcut.map { String($0) }) title="\(item.label)">\(item.icon)<span>\(item.label)</span>\
        \(item.count.map { "<span class=\"count\">\(shell.texts.grouped($0))</span>" })</a></li>
        """
    }
}

/// What a thumb reaches on a phone: four places and the drawer.
struct BottomBar: Component {
    let shell: Shell

    var html: HTML {
        let current = shell.currentHref
        return """
            <nav class="bottom-bar" aria-label="\(shell.texts("More"))">\
            \(each: places, { place($0, isCurrent: $0.href == current) })\
            <button type="button" popovertarget="rail">\(Icon.menu)<span>\(shell.texts("More"))</span></button></nav>
            """
    }

    private var places: [NavItem] {
        let all = shell.navigation.flatMap(\.items)
        let pinned = all.filter(\.isPinned)
        return Array((pinned.isEmpty ? all : pinned).prefix(4))
    }

    private func place(_ item: NavItem, isCurrent: Bool) -> HTML {
        """
        <a href="\(url: item.href)"\(attribute: "aria-current", isCurrent ? "page" : nil)>\(item.icon)<span>\(item.label)</span></a>
        """
    }
}
