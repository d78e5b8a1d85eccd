/// The window in which one looks for anything and goes anywhere, opened by ⌘K, by `/` and by the box in the top bar. What it offers
/// is asked for while somebody types; without JavaScript the box leads to the page of results.
struct Palette: Component {
    static let id = "palette"

    let texts: Texts

    var html: HTML {
        """
        <dialog id="\(Self.id)" class="dialog palette" aria-label="\(texts("Search"))" data-behaviour="palette" data-url="/search/palette">\
        <form action="/search">\(Icon.search)<input name="q" role="combobox" aria-label="\(texts("Search"))" aria-autocomplete="list" \
        aria-expanded="true" aria-controls="\(PaletteList.id)" placeholder="\(texts("Search or jump to…"))" autocomplete="off" \
        autocapitalize="off" spellcheck="false"><kbd>Esc</kbd></form>\
        <div id="\(PaletteList.id)" role="listbox" aria-label="\(texts("Results"))"></div><p class="unseen" role="status"></p></dialog>
        """
    }
}

/// What the palette offers for what has been typed, as the fragment that it shows.
public struct PaletteList: Component {
    static let id = "palette-list"

    /// Something to go to or to do.
    public struct Entry: Sendable {
        var title: String
        var detail: String?
        var leading: HTML
        var href: String
        var presses: String?
        var hint: String?

        /// - Parameters:
        ///   - presses: a selector of the control on the page that does it, instead of a way to go.
        ///   - hint: keys that do the same.
        public init(_ title: String, detail: String? = nil, leading: HTML, href: String, presses: String? = nil, hint: String? = nil) {
            (self.title, self.detail, self.leading) = (title, detail, leading)
            (self.href, self.presses, self.hint) = (href, presses, hint)
        }
    }

    /// Entries under a heading.
    public struct Section: Sendable {
        var title: String
        public var entries: [Entry]

        public init(_ title: String, _ entries: [Entry]) {
            (self.title, self.entries) = (title, entries)
        }
    }

    var sections: [Section]
    var notice: String?
    var texts: Texts

    /// - Parameter notice: a remark above all, such as what is shown instead of what was typed.
    public init(_ sections: [Section], notice: String? = nil, texts: Texts) {
        (self.sections, self.notice, self.texts) = (sections.filter { !$0.entries.isEmpty }, notice, texts)
    }

    public var html: HTML {
        let count = sections.reduce(0) { $0 + $1.entries.count }
        var number = 0
        var html: HTML = notice.map { "<p class=\"palette-notice\" role=\"presentation\">\($0)</p>" } ?? .empty
        for (index, section) in sections.enumerated() {
            let options = section.entries.map { entry -> HTML in
                number += 1
                return option(entry, number)
            }
            html += """
                <div role="group" aria-labelledby="\(Self.id)-\(index)"><p id="\(Self.id)-\(index)" role="presentation">\(section.title)</p>\
                \(each: options, { $0 })</div>
                """
        }
        return "\(html)<p hidden data-status>\(texts(count, one: "\(count) entry", other: "\(count) entries"))</p>"
    }

    private func option(_ entry: Entry, _ number: Int) -> HTML {
        """
        <a role="option" id="palette-\(number)" tabindex="-1" aria-selected="false" href="\(url: entry.href)"\
        \(attribute: "data-press", entry.presses)>\(entry.leading)<span>\(entry.title)\(entry.detail.map { " <small>\($0)</small>" })</span>\
        \(entry.hint.map { "<kbd>\($0)</kbd>" })</a>
        """
    }
}
