/// The way to the neighbouring pages of a list, and where in it one is.
public struct Pager: Component {
    var previous: String?
    var next: String?
    var range: ClosedRange<Int>?
    var total: Int?
    var isEstimate: Bool
    var texts: Texts

    /// - Parameters:
    ///   - previous: address of the page before; nil on the first.
    ///   - next: address of the page after; nil on the last.
    ///   - range: positions of the rows shown, counted from one; nil when not known.
    ///   - estimated: whether `total` is a guess.
    public init(
        previous: String?, next: String?, range: ClosedRange<Int>? = nil, total: Int? = nil, estimated: Bool = false,
        texts: Texts = .english
    ) {
        (self.previous, self.next, self.range, self.total) = (previous, next, range, total)
        (isEstimate, self.texts) = (estimated, texts)
    }

    public var html: HTML {
        """
        <nav class="pager" aria-label="\(texts("Pages"))"><p>\(position)</p>\
        \(link(texts("Previous"), previous, .chevronLeft, rel: "prev"))\(link(texts("Next"), next, .chevronRight, rel: "next"))</nav>
        """
    }

    private var position: String {
        let shown = range.map { "\(texts.grouped($0.lowerBound))–\(texts.grouped($0.upperBound))" }
        guard let total else { return shown ?? "" }
        let whole = isEstimate ? texts("about \(grouped: total)") : texts.grouped(total)
        return shown.map { texts("\($0) of \(whole)") } ?? texts("\(whole) in all")
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
