/// A framed part of a page, with an optional heading.
public struct Card: Component {
    var title: String?
    var hint: String?
    var count: Int?
    var aside: HTML?
    var isFlush: Bool
    var id: String?
    var content: HTML

    /// - Parameters:
    ///   - hint: a few quiet words beside the title.
    ///   - count: how many things are in it, at the far end.
    ///   - aside: a link or button at the far end of the heading.
    ///   - flush: lets lists and tables reach the frame.
    public init(
        _ title: String? = nil, hint: String? = nil, count: Int? = nil, aside: HTML? = nil, flush: Bool = false,
        id: String? = nil, _ content: HTML
    ) {
        (self.title, self.hint, self.count, self.aside) = (title, hint, count, aside)
        (isFlush, self.id, self.content) = (flush, id, content)
    }

    public var html: HTML {
        """
        <section class="card\(if: isFlush, " flush")"\(attribute: "id", id)>\(heading)\
        <div class="card-body">\(content)</div></section>
        """
    }

    private var heading: HTML? {
        guard let title else { return nil }
        return """
            <header><h2>\(title)</h2>\(hint.map { "<small>\($0)</small>" })\
            \(count.map { "<span class=\"push count\">\($0)</span>" })\
            \(aside.map { "<span class=\"push\">\($0)</span>" })</header>
            """
    }
}

/// One number that matters, with what it means and how it moved.
public struct StatCard: Component {
    var label: String
    var value: String
    var note: String?
    var tone: Tone
    var trend: Trend?
    var href: String?

    /// Which way the number went, drawn before the note.
    public enum Trend: String, Sendable { case up, down }

    /// - Parameters:
    ///   - value: already written as people read it, such as `€2.34 M`.
    ///   - tone: whether the note is good or bad news.
    ///   - href: the records behind the number.
    public init(
        _ label: String, value: String, note: String? = nil, tone: Tone = .neutral, trend: Trend? = nil,
        href: String? = nil
    ) {
        (self.label, self.value, self.note) = (label, value, note)
        (self.tone, self.trend, self.href) = (tone, trend, href)
    }

    public var html: HTML {
        """
        <div class="stat"><p class="stat-label">\(if: href != nil, "<a href=\"\(url: href ?? "")\">\(label)</a>", else: "\(label)")</p>\
        <p class="stat-value">\(value)</p>\
        \(note.map { "<p class=\"stat-note \(tone.rawValue)\(trend.map { " \($0.rawValue)" as HTML })\">\($0)</p>" })</div>
        """
    }
}

/// A short list inside a card: a title that leads somewhere, a quiet line, and a value at the end.
public struct ItemList: Component {
    /// One line of the list.
    public struct Item: Sendable {
        var title: String
        var href: String?
        var detail: String?
        var trailing: HTML?
        var leading: HTML?
        var isQuiet: Bool

        /// - Parameter quiet: steps back behind the others, such as what has been read.
        public init(
            _ title: String, href: String? = nil, detail: String? = nil, leading: HTML? = nil, trailing: HTML? = nil, quiet: Bool = false
        ) {
            (self.title, self.href, self.detail) = (title, href, detail)
            (self.leading, self.trailing, isQuiet) = (leading, trailing, quiet)
        }
    }

    var items: [Item]

    public init(_ items: [Item]) { self.items = items }

    public var html: HTML {
        "<ul class=\"items\">\(each: items, { html(of: $0) })</ul>"
    }

    private func html(of item: Item) -> HTML {
        """
        <li\(if: item.isQuiet, " class=\"quiet\"")>\(item.leading)<span class="item-text">\
        \(if: item.href != nil, "<a href=\"\(url: item.href ?? "")\">\(item.title)</a>", else: "<b>\(item.title)</b>")\
        \(item.detail.map { "<small>\($0)</small>" })</span>\
        \(item.trailing.map { "<span class=\"push\">\($0)</span>" })</li>
        """
    }
}
