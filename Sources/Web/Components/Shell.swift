/// The frame of every page behind the log-in: rail, top bar, person menu, messages.
///
/// One value per request; pages add their title and content with `page(…)`.
public struct Shell: Sendable {
    public var brand: Brand
    public var person: Person
    /// Groups of the rail, from the top.
    public var navigation: [NavGroup]
    /// Entries at the foot of the rail, such as settings.
    public var footer: [NavItem]
    /// What the quick-create menu offers.
    public var creations: [MenuItem]
    /// Path of this page, to mark its entry in the rail.
    public var currentPath: String
    public var theme: Theme
    /// Masked CSRF token for the forms of the shell.
    public var csrf: String
    public var flashes: [Flash]
    /// Something everybody must see, such as the end of a trial.
    public var banner: HTML?
    /// How many notifications are unread; nil without an inbox, and then without a bell.
    public var unread: Int?
    /// How this page hears of what others change; nil where it does not.
    public var live: LiveUpdates?
    public var isRailCollapsed: Bool
    public var assets: Assets
    public var texts: Texts

    public init(
        brand: Brand, person: Person, navigation: [NavGroup], footer: [NavItem] = [], creations: [MenuItem] = [],
        currentPath: String, theme: Theme = .system, csrf: String, flashes: [Flash] = [], banner: HTML? = nil,
        unread: Int? = nil, isRailCollapsed: Bool = false, assets: Assets = .plain,
        texts: Texts = .english
    ) {
        (self.brand, self.person, self.navigation, self.footer) = (brand, person, navigation, footer)
        (self.creations, self.currentPath, self.theme, self.csrf) = (creations, currentPath, theme, csrf)
        (self.flashes, self.banner, self.unread, self.isRailCollapsed) = (flashes, banner, unread, isRailCollapsed)
        (self.assets, self.texts) = (assets, texts)
    }

    /// The whole document.
    /// - Parameters:
    ///   - title: names the page in the top bar and the browser's tab; the heading, unless there is a `header`.
    ///   - crumbs: the pages above this one, outermost first.
    ///   - header: the head of a record, which then has the heading and the actions.
    ///   - tabs: views of the page, in a row with the actions.
    ///   - actions: further buttons before the primary one.
    ///   - primary: the one thing to do here; on a phone it floats above the bottom bar.
    public func page(
        title: String, crumbs: [Crumb] = [], header: PageHeader? = nil, tabs: Tabs? = nil, actions: HTML? = nil,
        primary: Button? = nil, content: HTML
    ) -> HTML {
        let head = header?.html(primary: primary) ?? pageBar(tabs: tabs, actions: actions, primary: primary)
        let below = header == nil ? nil : tabs.map { "<div class=\"page-bar\">\($0)</div>" as HTML }
        return Document(
            title: title, brand: brand, theme: theme, assets: assets, texts: texts,
            isRailCollapsed: isRailCollapsed
        ).html(
            lastID: ShortcutList.id,
            body: """
                <body class="app" data-behaviour="shortcuts\(if: live != nil, " live")"\(live?.attributes)>\
                <a class="skip" href="#content">\(texts("Skip to content"))</a>\
                \(Rail(shell: self))<div class="page">\(TopBar(shell: self, title: title, crumbs: crumbs, isHeading: header == nil))\
                <main id="content" tabindex="-1">\(banner)\(head)\(below)\(content)</main></div>\
                \(BottomBar(shell: self))\(toasts)\(Palette(texts: texts))\(ShortcutList(shell: self))</body>
                """)
    }

    private func pageBar(tabs: Tabs?, actions: HTML?, primary: Button?) -> HTML {
        guard tabs != nil || actions != nil || primary != nil else { return .empty }
        return "<div class=\"page-bar\">\(tabs)<div class=\"page-actions push\">\(actions)\(primary)</div></div>"
    }

    private var toasts: HTML {
        """
        <div class="toasts" role="status" aria-live="polite">\
        \(each: flashes, { Toast($0, csrf: csrf, texts: texts).html })\(live?.notice(texts))</div>
        """
    }

    /// The entry of the rail this page belongs to: the one with the longest address the path starts with.
    var currentHref: String? {
        let places = (navigation.flatMap(\.items) + footer).flatMap { item in
            ([item.href] + item.others).map { (address: $0, href: item.href) }
        }
        return places.filter { leads(to: $0.address) }.max { $0.address.count < $1.address.count }?.href
    }

    private func leads(to href: String) -> Bool {
        let path = href.prefix { $0 != "?" }
        return currentPath == path || (path != "/" && currentPath.hasPrefix(path + "/"))
    }
}
