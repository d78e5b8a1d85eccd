/// One condition of a filter: click it to edit, or take it away.
public struct Chip: Component {
    var field: String
    var condition: String
    var href: String?
    var removeHref: String
    var texts: Texts

    /// - Parameters:
    ///   - field: what is filtered, such as `Stage`.
    ///   - condition: operator and value in words, such as `is not New`.
    ///   - href: where it is edited.
    ///   - removeHref: the same list without it.
    public init(_ field: String, _ condition: String, href: String? = nil, removeHref: String, texts: Texts = .english) {
        (self.field, self.condition, self.href) = (field, condition, href)
        (self.removeHref, self.texts) = (removeHref, texts)
    }

    public var html: HTML {
        """
        <span class="chip">\(if: href != nil, "<a href=\"\(url: href ?? "")\">\(text)</a>", else: "<span>\(text)</span>")\
        <a class="chip-remove" href="\(url: removeHref)" aria-label="\(texts("Remove filter: \(field) \(condition)"))">\(Icon.x)</a></span>
        """
    }

    /// Long ones are cut; the whole stands in the tooltip.
    private var text: HTML { "\(field) <b title=\"\(condition)\">\(condition)</b>" }
}

/// The empty chip that adds a condition.
public struct AddChip: Component {
    var label: String
    var href: String

    public init(_ label: String, href: String) {
        (self.label, self.href) = (label, href)
    }

    public var html: HTML {
        "<a class=\"chip add\" href=\"\(url: href)\">\(Icon.plus)\(label)</a>"
    }
}
