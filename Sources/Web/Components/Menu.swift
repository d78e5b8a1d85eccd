/// One line of a menu.
public enum MenuItem: Sendable {
    case link(String, href: String, icon: Icon? = nil, shortcut: String? = nil)
    /// A button that changes something; `confirm` is a question asked first, where JavaScript runs.
    case post(String, action: String, csrf: String, icon: Icon? = nil, isDanger: Bool = false, confirm: String? = nil)
    case heading(String)
    case divider
    case custom(HTML)
}

/// A button that unfolds a list of links and actions; works without JavaScript.
public struct Menu: Component {
    var label: String
    var summary: HTML
    var summaryClasses: String
    var items: [MenuItem]
    var opensAtStart: Bool
    var shortcut: String?

    /// A menu behind a button.
    /// - Parameters:
    ///   - iconOnly: keeps the label for screen readers and as a tooltip.
    ///   - opensAtStart: lines the list up with the start of the button rather than its end.
    ///   - shortcut: a key that opens it.
    public init(
        _ label: String, icon: Icon? = nil, kind: Button.Kind = .secondary, iconOnly: Bool = false,
        opensAtStart: Bool = false, shortcut: String? = nil, _ items: [MenuItem]
    ) {
        let text: HTML = iconOnly ? "" : "<span>\(label)</span>\(if: icon == nil, "\(Icon.chevronDown)")"
        (self.label, summary, self.items) = (label, "\(icon)\(text)", items)
        summaryClasses = "button \(kind.rawValue)\(iconOnly ? " icon-only" : "")"
        (self.opensAtStart, self.shortcut) = (opensAtStart, shortcut)
    }

    /// A menu behind anything, such as a portrait.
    public init(_ label: String, summary: HTML, opensAtStart: Bool = false, _ items: [MenuItem]) {
        (self.label, self.summary, self.items, summaryClasses) = (label, summary, items, "plain")
        (self.opensAtStart, shortcut) = (opensAtStart, nil)
    }

    public var html: HTML {
        """
        <details class="menu" data-behaviour="menu"\(attribute: "data-shortcut", shortcut)>\
        <summary class="\(summaryClasses)" aria-label="\(label)" title="\(label)">\(summary)</summary>\
        <div class="menu-list\(if: opensAtStart, " at-start")">\(each: items, { html(of: $0) })</div></details>
        """
    }

    private func html(of item: MenuItem) -> HTML {
        switch item {
        case .link(let label, let href, let icon, let shortcut):
            """
            <a class="menu-item" href="\(url: href)">\(icon)<span>\(label)</span>\
            \(shortcut.map { "<kbd>\($0)</kbd>" })</a>
            """
        case .post(let label, let action, let csrf, let icon, let isDanger, let question):
            Form(
                post: action, csrf: csrf, layout: .bare,
                """
                <button class="menu-item\(if: isDanger, " danger")" type="submit"\
                \(attribute: "data-behaviour", question.map { _ in "confirm" })\
                \(attribute: "data-confirm", question)>\(icon)<span>\(label)</span></button>
                """
            ).html
        case .heading(let text): "<p class=\"menu-heading\">\(text)</p>"
        case .divider: "<hr>"
        case .custom(let html): html
        }
    }
}
