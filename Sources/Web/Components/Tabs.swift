/// Links between views of the same thing; the current one stands out.
public struct Tabs: Component {
    /// One view.
    public struct Tab: Sendable {
        var label: String
        var href: String
        var count: String?
        var isCurrent: Bool
        var counted: String?

        /// - Parameters:
        ///   - count: how many records are in it, already written as people read it.
        ///   - counted: keeps room for a count that comes later under this name; see `Tabs.counts`.
        public init(_ label: String, href: String, count: String? = nil, current: Bool = false, counted: String? = nil) {
            (self.label, self.href, self.count, isCurrent, self.counted) = (label, href, count, current, counted)
        }
    }

    var label: String
    var tabs: [Tab]
    var trailing: HTML?
    var counts: String?

    /// - Parameters:
    ///   - label: what the tabs choose, for screen readers.
    ///   - counts: an address that answers the missing counts as a JSON object, asked once the page is there.
    ///   - trailing: what follows the last tab, such as a link that adds a view.
    public init(_ label: String, _ tabs: [Tab], trailing: HTML? = nil, counts: String? = nil) {
        (self.label, self.tabs, self.trailing, self.counts) = (label, tabs, trailing, counts)
    }

    public var html: HTML {
        """
        <nav class="tabs" aria-label="\(label)"\(attribute: "data-behaviour", counts.map { _ in "counts" })\
        \(attribute: "data-url", counts)>\(each: tabs, { html(of: $0) })\(trailing)</nav>
        """
    }

    private func html(of tab: Tab) -> HTML {
        """
        <a href="\(url: tab.href)"\(attribute: "aria-current", tab.isCurrent ? "page" : nil)><span>\(tab.label)</span>\
        \(tab.count.map { " <span class=\"count\">\($0)</span>" })\
        \(tab.counted.map { " <span class=\"count needs-js\" data-count=\"\($0)\"></span>" })</a>
        """
    }
}
