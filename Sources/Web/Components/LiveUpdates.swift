/// How a page hears of what others change: the address of the event stream, when the page was made, and what it shows.
public struct LiveUpdates: Sendable {
    var address: String
    var since: Int64
    var topics: [String]

    /// - Parameters:
    ///   - since: milliseconds since 1970; what was changed before is on the page already.
    ///   - topics: what the page shows; the reader is told when some of it has changed.
    public init(address: String, since: Int64, topics: [String] = []) {
        (self.address, self.since, self.topics) = (address, since, topics)
    }

    var attributes: HTML { " data-live=\"\(url: address)\" data-since=\"\(since)\"" }

    /// Nothing to see until something has changed.
    func notice(_ texts: Texts) -> HTML? {
        if topics.isEmpty { return nil }
        return """
            <div class="toast" data-behaviour="changed" data-topics="\(topics.joined(separator: " "))" hidden>\(Icon.info)\
            <p>\(texts("Somebody has changed something here."))</p>\
            <a class="button small" href="">\(texts("Show"))</a></div>
            """
    }
}
