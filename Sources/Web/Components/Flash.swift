/// What the last request did, said once on the next page.
public struct Flash: Sendable, Hashable, Codable {
    /// How it went.
    public enum Kind: String, Sendable, Codable { case success, error, info }

    /// A way to take it back: where to post, and what the button says.
    public struct Undo: Sendable, Hashable, Codable {
        public var action: String
        public var label: String

        public init(action: String, label: String) {
            (self.action, self.label) = (action, label)
        }
    }

    public var kind: Kind
    public var text: String
    public var undo: Undo?

    public init(_ kind: Kind, _ text: String, undo: Undo? = nil) {
        (self.kind, self.text, self.undo) = (kind, text, undo)
    }
}

/// A flash as a small note at the foot of the page; it leaves by itself unless it reports an error.
public struct Toast: Component {
    var flash: Flash
    var csrf: String
    var texts: Texts

    public init(_ flash: Flash, csrf: String, texts: Texts = .english) {
        (self.flash, self.csrf, self.texts) = (flash, csrf, texts)
    }

    public var html: HTML {
        """
        <div class="toast \(flash.kind.rawValue)" data-behaviour="toast">\(icon)<p>\(flash.text)</p>\(undo)\
        <button class="button quiet icon-only needs-js" type="button" aria-label="\(texts("Dismiss"))">\(Icon.x)</button></div>
        """
    }

    private var icon: Icon {
        switch flash.kind {
        case .success: .check
        case .error: .alert
        case .info: .info
        }
    }

    private var undo: HTML? {
        flash.undo.map {
            Form(post: $0.action, csrf: csrf, layout: .bare, "\(Button($0.label, kind: .quiet, small: true))").html
        }
    }
}
