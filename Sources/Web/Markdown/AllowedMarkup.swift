/// HTML that may come from a stranger, held to a short list: what is not on it becomes text or nothing.
///
/// Every element that it opens it closes again, so that no text can reach beyond its own frame.
struct AllowedMarkup {
    /// What remains, as markup.
    private(set) var html = HTML()
    /// What remains, as text alone.
    private(set) var text = ""
    /// Of that, what may name people: neither code nor links do.
    private(set) var prose: [String] = []
    private let names: MentionedNames
    private var open: [String] = []

    /// Deeper nesting is flattened; browsers stop somewhere too.
    private static let depth = 40
    /// What each element is called here. Headings stand below those of the page, all on one
    /// level, since people leave some out.
    private static let elements = [
        "p": "p", "h1": "h3", "h2": "h3", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3", "blockquote": "blockquote", "ul": "ul",
        "ol": "ol",
        "li": "li", "pre": "pre", "code": "code", "em": "em", "strong": "strong", "del": "del", "table": "table", "thead": "thead",
        "tbody": "tbody", "tr": "tr", "th": "th", "td": "td", "a": "a",
    ]
    /// Those that stand for the end of a line in plain text.
    private static let blocks: Set<String> = ["p", "h3", "blockquote", "li", "pre", "tr", "td", "th", "ul", "ol"]

    /// - Parameter names: of people; they stand out behind an `@`.
    init(_ source: [UInt8], names: MentionedNames = MentionedNames()) {
        self.names = names
        var reader = MarkupReader(source)
        while let token = reader.next() {
            switch token {
            case .text(let text): add(text)
            case .start(let tag): start(tag)
            case .end(let name): end(name)
            case .comment: continue
            }
        }
        while let name = open.popLast() { html += close(name) }
    }

    private mutating func add(_ words: String) {
        text += words
        if open.contains("code") || open.contains("a") {
            html += "\(words)"
        } else {
            prose.append(words)
            html += names.marked(in: words)
        }
    }

    private mutating func start(_ tag: MarkupTag) {
        switch tag.name {
        case "br":
            text += "\n"
            html += "<br>"
        case "hr": html += "<hr>"
        case "img": picture(tag)
        case "input": add(tag.attributes["checked"] == nil ? "☐" : "☑")
        default:
            guard let name = Self.elements[tag.name], open.count < Self.depth, name != "a" || !open.contains("a") else { return }
            open.append(name)
            html += "<\(unescapedTrusted: name)\(attributes(of: name, tag))>"
        }
    }

    /// Nothing is loaded from elsewhere: a picture is a link to it.
    private mutating func picture(_ tag: MarkupTag) {
        let address = tag.attributes["src"] ?? ""
        let label = tag.attributes["alt"].flatMap { $0.isEmpty ? nil : $0 } ?? address
        text += label
        html += open.contains("a") ? "\(label)" : "<a href=\"\(url: address)\" rel=\"noopener nofollow\">\(label)</a>"
    }

    private func attributes(of name: String, _ tag: MarkupTag) -> HTML? {
        switch name {
        case "a":
            return " href=\"\(url: tag.attributes["href"] ?? "")\" rel=\"noopener nofollow\"\(attribute: "title", tag.attributes["title"])"
        case "ol": return tag.attributes["start"].flatMap { Int($0) }.map { " start=\"\($0)\"" }
        case "th", "td":
            guard let side = tag.attributes["align"], ["left", "right", "center"].contains(side) else { return nil }
            return " align=\"\(side)\""
        default: return nil
        }
    }

    private mutating func end(_ name: String) {
        guard let name = Self.elements[name], let index = open.lastIndex(of: name) else { return }
        while open.count > index, let inner = open.popLast() { html += close(inner) }
    }

    private mutating func close(_ name: String) -> HTML {
        if Self.blocks.contains(name) { text += "\n" }
        return "</\(unescapedTrusted: name)>"
    }
}
