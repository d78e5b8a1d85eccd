/// One thing that happened to a record.
public struct TimelineItem: Component {
    var icon: Icon
    var sentence: HTML
    var when: String
    var instant: String?
    var body: HTML?
    var undo: HTML?

    /// - Parameters:
    ///   - sentence: who did what, with the names in `<b>`.
    ///   - when: how long ago, in words.
    ///   - instant: the same as ISO 8601, for machines and the tooltip.
    ///   - body: what was written, if anything.
    ///   - undo: a link or small form that takes it back.
    public init(
        _ icon: Icon, _ sentence: HTML, when: String, instant: String? = nil, body: HTML? = nil, undo: HTML? = nil
    ) {
        (self.icon, self.sentence, self.when) = (icon, sentence, when)
        (self.instant, self.body, self.undo) = (instant, body, undo)
    }

    public var html: HTML {
        """
        <li><span class="timeline-icon">\(icon)</span><div><div class="happening">\(sentence) · \
        <time\(attribute: "datetime", instant)\(attribute: "title", instant)>\(when)</time>\
        \(undo.map { " · \($0)" as HTML })</div>\(body.map { "<div class=\"quote\">\($0)</div>" })</div></li>
        """
    }
}

/// What happened to a record, newest first.
public struct Timeline: Component {
    var items: [TimelineItem]

    public init(_ items: [TimelineItem]) { self.items = items }

    public var html: HTML { "<ol class=\"timeline\">\(each: items, { $0.html })</ol>" }
}
