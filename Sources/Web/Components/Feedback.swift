/// What an empty list says: what belongs there, and how to add the first one.
public struct EmptyState: Component {
    var icon: Icon
    var title: String
    var text: String
    var action: HTML?

    public init(_ icon: Icon, title: String, text: String, action: HTML? = nil) {
        (self.icon, self.title, self.text, self.action) = (icon, title, text, action)
    }

    public var html: HTML {
        """
        <div class="empty"><span class="empty-icon">\(icon)</span><h2>\(title)</h2><p>\(text)</p>\
        \(action.map { "<div class=\"empty-action\">\($0)</div>" })</div>
        """
    }
}

/// A remark inside a page: what happened, what was kept, what to do.
public struct Notice: Component {
    var tone: Tone
    var title: String?
    var content: HTML
    var action: HTML?

    public init(_ tone: Tone, title: String? = nil, action: HTML? = nil, _ content: HTML) {
        (self.tone, self.title, self.content, self.action) = (tone, title, content, action)
    }

    public var html: HTML {
        """
        <div class="notice \(tone.rawValue)"\(attribute: "role", tone == .danger ? "alert" : nil)>\(icon)\
        <div>\(title.map { "<strong>\($0)</strong>" })<div>\(content)</div></div>\
        \(action.map { "<span class=\"push\">\($0)</span>" })</div>
        """
    }

    private var icon: Icon {
        switch tone {
        case .success: .check
        case .warning, .danger: .alert
        case .neutral, .info, .brand: .info
        }
    }
}

/// Code or a key to copy.
public struct CodeBlock: Component {
    var label: String
    var code: String
    var copies: String?

    /// - Parameters:
    ///   - label: what it is, for screen readers.
    ///   - copies: label of a button that copies it, where JavaScript runs.
    public init(_ label: String, _ code: String, copies: String? = nil) {
        (self.label, self.code, self.copies) = (label, code, copies)
    }

    public var html: HTML {
        """
        <div class="code"\(attribute: "data-behaviour", copies.map { _ in "copy" })>\
        <pre tabindex="0" role="region" aria-label="\(label)"><code>\(code)</code></pre>\
        \(copies.map { """
            <button class="button small needs-js" type="button">\(Icon.copy)<span>\($0)</span></button>
            """ })</div>
        """
    }
}
