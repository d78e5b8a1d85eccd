/// Where one is, search, quick create, notifications and the person menu.
struct TopBar: Component {
    let shell: Shell
    let title: String
    let crumbs: [Crumb]
    let isHeading: Bool

    private var texts: Texts { shell.texts }

    var html: HTML {
        "<header class=\"top-bar\">\(trail)\(search)\(create)\(bell)\(PersonMenu(shell: shell))</header>"
    }

    private var trail: HTML {
        guard !crumbs.isEmpty else { return "<div class=\"crumbs\">\(heading)</div>" }
        return """
            <div class="crumbs"><nav aria-label="\(texts("Breadcrumbs"))"><ol>\
            \(each: crumbs, { "<li><a href=\"\(url: $0.href)\">\($0.label)</a></li>" })</ol></nav>\(heading)</div>
            """
    }

    private var heading: HTML {
        isHeading ? "<h1>\(title)</h1>" : "<span class=\"here\" aria-current=\"page\">\(title)</span>"
    }

    private var search: HTML {
        """
        <form class="search" action="/search" role="search">\(Icon.search)\
        <input type="search" name="q" id="search" placeholder="\(texts("Search or jump to…"))" aria-label="\(texts("Search"))" \
        autocomplete="off" aria-keyshortcuts="/ Control+K Meta+K"><kbd>⌘K</kbd></form>\
        <a class="button quiet icon-only search-link" href="/search" aria-label="\(texts("Search"))">\(Icon.search)</a>
        """
    }

    private var create: HTML? {
        guard !shell.creations.isEmpty else { return nil }
        return Menu(texts("Create"), icon: .plus, kind: .quiet, iconOnly: true, shortcut: "c", shell.creations).html
    }

    private var bell: HTML? {
        shell.unread.map { Bell(unread: $0, texts: texts).html }
    }
}

/// Who is logged in, the theme, and the way out.
struct PersonMenu: Component {
    let shell: Shell

    private var texts: Texts { shell.texts }

    var html: HTML {
        let portrait = Avatar(shell.person.name, image: shell.person.imageURL, size: .medium)
        return Menu(
            texts("Your account"), summary: portrait.html,
            [
                .custom(card),
                .divider,
                .link(texts("Profile"), href: "/profile", icon: .user),
                .link(texts("Sessions"), href: "/profile/sessions", icon: .monitor),
                .divider,
                .custom(themes),
                .divider,
                .post(texts("Log out"), action: "/logout", csrf: shell.csrf, icon: .logout),
            ]
        ).html
    }

    private var card: HTML {
        """
        <div class="person"><b>\(shell.person.name)</b><span>\(shell.person.email)</span><span>\(shell.person.role)</span></div>
        """
    }

    private var themes: HTML {
        Form(
            post: "/theme", csrf: shell.csrf, layout: .bare, behaviour: "theme",
            """
            <div class="themes" role="group" aria-label="\(texts("Theme"))">\
            <input type="hidden" name="return_to" value="\(shell.currentPath)">\
            \(choice(.system, texts("System"), .monitor))\(choice(.light, texts("Light"), .sun))\
            \(choice(.dark, texts("Dark"), .moon))</div>
            """
        ).html
    }

    private func choice(_ theme: Theme, _ label: String, _ icon: Icon) -> HTML {
        """
        <button type="submit" name="theme" value="\(theme.rawValue)" \
        aria-pressed="\(theme == shell.theme ? "true" : "false")">\(icon)<span>\(label)</span></button>
        """
    }
}

/// What the keyboard can do, on `?`.
struct ShortcutList: Component {
    static let id = "shortcuts"

    let shell: Shell

    var html: HTML {
        Dialog(
            id: Self.id, title: shell.texts("Keyboard shortcuts"), texts: shell.texts,
            """
            <dl class="shortcut-list">\(each: entries, { "<div><dt>\($0.label)</dt><dd>\(keys($0.keys))</dd></div>" })</dl>
            """
        ).html
    }

    private var entries: [(keys: [String], label: String)] {
        let texts = shell.texts
        let places = (shell.navigation.flatMap(\.items) + shell.footer).compactMap { item in
            item.shortcut.map { (keys: ["g", String($0)], label: texts("Go to \(item.label)")) }
        }
        return [
            (["?"], texts("Show this list")), (["⌘K"], texts("Search or jump to…")), (["/"], texts("Search")),
            (["c"], texts("Create something")),
            (["j", "k"], texts("Next or previous row")), (["Enter"], texts("Open the row")), (["x"], texts("Select the row")),
            (["e"], texts("Edit")),
        ] + places
    }

    private func keys(_ keys: [String]) -> HTML {
        keys.map { "<kbd>\($0)</kbd>" as HTML }.joined(separator: " ")
    }
}
