/// The way to the neighbouring pages of a list, and where in it one is.
public struct Pager: Component {
    var previous: String?
    var next: String?
    var range: ClosedRange<Int>?
    var total: Int?
    var isEstimate: Bool
    var words: Words

    /// - Parameters:
    ///   - previous: address of the page before; nil on the first.
    ///   - next: address of the page after; nil on the last.
    ///   - range: positions of the rows shown, counted from one; nil when not known.
    ///   - estimated: whether `total` is a guess.
    public init(
        previous: String?, next: String?, range: ClosedRange<Int>? = nil, total: Int? = nil, estimated: Bool = false,
        words: Words = .english
    ) {
        (self.previous, self.next, self.range, self.total) = (previous, next, range, total)
        (isEstimate, self.words) = (estimated, words)
    }

    public var html: HTML {
        """
        <nav class="pager" aria-label="\(words.pages)"><p>\(position)</p>\
        \(link(words.previous, previous, .chevronLeft, rel: "prev"))\(link(words.next, next, .chevronRight, rel: "next"))</nav>
        """
    }

    private var position: String {
        let shown = range.map { "\(words.grouped($0.lowerBound))–\(words.grouped($0.upperBound))" }
        let whole = total.map { (isEstimate ? words.about + " " : "") + words.grouped($0) }
        guard let shown else { return whole.map { "\($0) \(words.inAll)" } ?? "" }
        return [shown, whole].compactMap { $0 }.joined(separator: " \(words.of) ")
    }

    private func link(_ label: String, _ href: String?, _ icon: Icon, rel: String) -> HTML {
        guard let href else {
            return "<span class=\"button icon-only\" aria-disabled=\"true\">\(icon)<span class=\"unseen\">\(label)</span></span>"
        }
        return """
            <a class="button icon-only" href="\(url: href)" rel="\(rel)" title="\(label)">\(icon)\
            <span class="unseen">\(label)</span></a>
            """
    }
}
