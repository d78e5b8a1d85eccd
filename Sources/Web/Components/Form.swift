/// A form that reads by GET or writes by POST, and in the second case carries the token that proves whose page it is on.
public struct Form: Component {
    /// How the fields are laid out.
    public enum Layout: String, Sendable {
        /// One below the other, as wide as reading is comfortable.
        case stacked
        /// In one line, for filters and single buttons.
        case inline
        /// No layout of its own.
        case bare
    }

    private enum Method {
        case get
        case post(csrf: String)
    }

    private let method: Method
    private let action: String
    private let layout: Layout
    private let id: String?
    private let sendsFiles: Bool
    private let behaviour: String?
    private let content: HTML

    /// A form that asks: its fields end up in the query string.
    public init(
        get action: String, layout: Layout = .inline, id: String? = nil, behaviour: String? = nil, _ content: HTML
    ) {
        (method, self.action, self.layout, self.id) = (.get, action, layout, id)
        (sendsFiles, self.behaviour, self.content) = (false, behaviour, content)
    }

    /// A form that changes something.
    /// - Parameters:
    ///   - csrf: the masked token of the session, sent as `_csrf`.
    ///   - sendsFiles: encodes as `multipart/form-data`.
    ///   - behaviour: names of modules in `behaviours/`, separated by blanks.
    public init(
        post action: String, csrf: String, layout: Layout = .stacked, id: String? = nil, sendsFiles: Bool = false,
        behaviour: String? = nil, _ content: HTML
    ) {
        (method, self.action, self.layout, self.id) = (.post(csrf: csrf), action, layout, id)
        (self.sendsFiles, self.behaviour, self.content) = (sendsFiles, behaviour, content)
    }

    public var html: HTML {
        """
        <form class="form \(layout.rawValue)" action="\(url: action)" method="\(methodName)"\
        \(attribute: "id", id)\(attribute: "enctype", sendsFiles ? "multipart/form-data" : nil)\
        \(attribute: "data-behaviour", behaviour)>\(token)\(content)</form>
        """
    }

    private var methodName: String {
        if case .get = method { "get" } else { "post" }
    }

    private var token: HTML? {
        guard case .post(let csrf) = method else { return nil }
        return "<input type=\"hidden\" name=\"_csrf\" value=\"\(csrf)\">"
    }
}

/// The last row of a form: what sends it, and the way out.
public struct FormActions: Component {
    var submit: Button
    var cancel: Button?
    var aside: HTML?

    /// - Parameter aside: something at the far end, such as a delete button.
    public init(_ submit: Button, cancel: Button? = nil, aside: HTML? = nil) {
        (self.submit, self.cancel, self.aside) = (submit, cancel, aside)
    }

    public var html: HTML {
        "<div class=\"form-actions\">\(submit)\(cancel)\(aside.map { "<span class=\"push\">\($0)</span>" })</div>"
    }
}
