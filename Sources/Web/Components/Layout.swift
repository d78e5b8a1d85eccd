/// The head of a record: who or what it is, a line about it, and what to do next.
public struct PageHeader: Component {
    var title: String
    var subtitle: HTML?
    var avatar: Avatar?
    var badge: Badge?
    var actions: HTML?

    /// - Parameter actions: buttons at the far end; the primary one last.
    public init(
        _ title: String, subtitle: HTML? = nil, avatar: Avatar? = nil, badge: Badge? = nil, actions: HTML? = nil
    ) {
        (self.title, self.subtitle, self.avatar) = (title, subtitle, avatar)
        (self.badge, self.actions) = (badge, actions)
    }

    public var html: HTML { html(primary: nil) }

    func html(primary: Button?) -> HTML {
        """
        <header class="page-header">\(avatar)<div class="page-title"><h1>\(title)\(badge.map { " \($0)" as HTML })</h1>\
        \(subtitle.map { "<p>\($0)</p>" })</div>\
        \(if: actions != nil || primary != nil, "<div class=\"page-actions\">\(actions)\(primary)</div>")</header>
        """
    }
}

/// A row of small controls: filters at the start, how the list is shown at the end.
public struct Toolbar: Component {
    var leading: HTML
    var trailing: HTML?

    public init(_ leading: HTML, trailing: HTML? = nil) {
        (self.leading, self.trailing) = (leading, trailing)
    }

    public var html: HTML {
        """
        <div class="toolbar"><div class="toolbar-group">\(leading)</div>\
        \(trailing.map { "<div class=\"toolbar-group push\">\($0)</div>" })</div>
        """
    }
}

/// The three columns of a record page: facts, what happened, what belongs to it.
public struct RecordLayout: Component {
    var facts: HTML
    var main: HTML
    var related: HTML?

    public init(facts: HTML, main: HTML, related: HTML? = nil) {
        (self.facts, self.main, self.related) = (facts, main, related)
    }

    public var html: HTML {
        """
        <div class="record\(if: related == nil, " two")"><div class="stack">\(facts)</div><div class="stack">\(main)</div>\
        \(related.map { "<div class=\"stack\">\($0)</div>" })</div>
        """
    }
}

/// Cards side by side.
public struct Grid: Component {
    /// How the width is shared; everything stands in one column on a phone.
    public enum Shape: String, Sendable {
        /// Four small cards in a row, two on a phone.
        case stats
        case halves, thirds
        /// Two thirds and one third.
        case wide
    }

    var shape: Shape
    var content: HTML

    public init(_ shape: Shape, _ content: HTML) {
        (self.shape, self.content) = (shape, content)
    }

    public var html: HTML { "<div class=\"grid \(shape.rawValue)\">\(content)</div>" }
}

/// A column of comfortable reading width, for forms and settings.
public struct ReadingColumn: Component {
    var content: HTML

    public init(_ content: HTML) { self.content = content }

    public var html: HTML { "<div class=\"column stack\">\(content)</div>" }
}
