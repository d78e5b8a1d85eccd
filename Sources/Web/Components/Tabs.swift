/// Links between views of the same thing; the current one stands out.
public struct Tabs: Component {
    /// One view.
    public struct Tab: Sendable {
        var label: String
        var href: String
        var count: String?
        var isCurrent: Bool

        /// - Parameter count: how many records are in it, already written as people read it.
        public init(_ label: String, href: String, count: String? = nil, current: Bool = false) {
            (self.label, self.href, self.count, isCurrent) = (label, href, count, current)
        }
    }

    var label: String
    var tabs: [Tab]
    var trailing: HTML?

    /// - Parameters:
    ///   - label: what the tabs choose, for screen readers.
    ///   - trailing: what follows the last tab, such as a link that adds a view.
    public init(_ label: String, _ tabs: [Tab], trailing: HTML? = nil) {
        (self.label, self.tabs, self.trailing) = (label, tabs, trailing)
    }

    public var html: HTML {
        "<nav class=\"tabs\" aria-label=\"\(label)\">\(each: tabs, { html(of: $0) })\(trailing)</nav>"
    }

    private func html(of tab: Tab) -> HTML {
        """
        <a href="\(url: tab.href)"\(attribute: "aria-current", tab.isCurrent ? "page" : nil)>\(tab.label)\
        \(tab.count.map { " <span class=\"count\">\($0)</span>" })</a>
        """
    }
}
