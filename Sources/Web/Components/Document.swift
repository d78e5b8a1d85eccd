/// The outermost markup: head, style sheets, the one script.
struct Document {
    let title: String
    let brand: Brand
    let theme: Theme
    let assets: Assets
    let texts: Texts
    var isRailCollapsed = false

    /// - Parameter lastID: id of the element after which the page may be painted. Pages are small and come in one
    ///   piece; painted half, the columns of a table and the flex rows would move as the rest is parsed.
    func html(lastID: String, body: HTML) -> HTML {
        """
        <!doctype html><html lang="\(texts.language.tag)" dir="\(texts.language.isRightToLeft ? "rtl" : "ltr")" \
        data-theme="\(theme.rawValue)"\(if: isRailCollapsed, " data-rail=\"collapsed\"")><head><meta charset="utf-8">\
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">\
        <link rel="expect" href="#\(lastID)" blocking="render"><title>\(title) · \(brand.name)</title><link rel="stylesheet" href="\(url: assets.url("app.css"))">\
        \(brand.stylesheetURL.map { "<link rel=\"stylesheet\" href=\"\(url: $0)\">" })\
        <link rel="icon" href="\(url: brand.faviconURL ?? brand.logoURL ?? assets.url("favicon.svg"))">\
        <script type="module" src="\(url: assets.url("app.js"))"></script></head>\(body)</html>
        """
    }
}

/// A page without the shell: log-in, forgotten password, errors, public pages.
public struct PlainPage: Sendable {
    /// How wide the card is.
    public enum Width: String, Sendable {
        /// For a handful of fields.
        case narrow
        /// For text and longer forms.
        case medium
        /// For pages to look things up in.
        case wide
    }

    public var brand: Brand
    public var theme: Theme
    public var assets: Assets
    public var texts: Texts
    public var width: Width
    /// A line below the card, such as a link to the log-in.
    public var footer: HTML?

    public init(
        brand: Brand, theme: Theme = .system, assets: Assets = .plain, texts: Texts = .english,
        width: Width = .narrow, footer: HTML? = nil
    ) {
        (self.brand, self.theme, self.assets) = (brand, theme, assets)
        (self.texts, self.width, self.footer) = (texts, width, footer)
    }

    /// The whole document.
    /// - Parameter lead: a sentence below the heading.
    public func page(title: String, lead: HTML? = nil, content: HTML) -> HTML {
        Document(title: title, brand: brand, theme: theme, assets: assets, texts: texts).html(
            lastID: "content",
            body: """
                <body class="plain-page"><main id="content" class="plain-\(width.rawValue)">\
                <p class="plain-brand">\(brand.mark)<span>\(brand.name)</span></p><div class="card plain-card">\
                <h1>\(title)</h1>\(lead.map { "<p class=\"lead\">\($0)</p>" })\(content)</div>\
                \(footer.map { "<p class=\"plain-footer\">\($0)</p>" })</main></body>
                """)
    }
}
