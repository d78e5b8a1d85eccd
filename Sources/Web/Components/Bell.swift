/// How many notifications wait, and the way to them. Where JavaScript runs it asks again as soon as there is news.
public struct Bell: Component {
    var unread: Int
    var texts: Texts

    /// No number is larger: what waits for weeks is not counted to the last.
    static let limit = 99

    public init(unread: Int, texts: Texts) {
        (self.unread, self.texts) = (unread, texts)
    }

    public var html: HTML {
        """
        <a class="button quiet icon-only bell" href="/inbox" data-behaviour="bell" data-url="/inbox/bell" aria-label="\(label)" \
        title="\(texts("Notifications"))">\(Icon.bell)\(if: unread > 0, "<span class=\"bell-count\" aria-hidden=\"true\">\(shown)</span>")</a>
        """
    }

    private var shown: String { unread > Self.limit ? "\(Self.limit)+" : "\(unread)" }

    private var label: String {
        unread > 0 ? texts("Notifications, \(shown) unread") : texts("Notifications")
    }
}
