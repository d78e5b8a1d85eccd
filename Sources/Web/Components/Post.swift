/// Something that a person has written: who, when, what, and what can be done with it.
public struct Post: Component {
    var author: String
    var when: HTML
    var badge: Badge?
    var actions: HTML?
    var content: HTML
    var id: String?

    /// - Parameters:
    ///   - when: quiet words behind the name.
    ///   - actions: small buttons or a menu at the far end.
    ///   - id: what addresses of this one end in.
    public init(_ author: String, when: HTML, badge: Badge? = nil, actions: HTML? = nil, id: String? = nil, _ content: HTML) {
        (self.author, self.when, self.badge) = (author, when, badge)
        (self.actions, self.id, self.content) = (actions, id, content)
    }

    public var html: HTML {
        """
        <article class="post"\(attribute: "id", id)><header>\(Avatar(author, size: .small))<b>\(author)</b>\
        <small>\(when)</small>\(badge)\(actions.map { "<span class=\"push\">\($0)</span>" })</header>\(content)</article>
        """
    }
}

/// Posts below each other; answers stand a step further in.
public struct Posts: Component {
    var posts: [HTML]
    var areAnswers: Bool

    public init(_ posts: [HTML], answers: Bool = false) {
        (self.posts, areAnswers) = (posts, answers)
    }

    public var html: HTML {
        posts.isEmpty ? .empty : "<div class=\"posts\(if: areAnswers, " answers")\">\(each: posts, { $0 })</div>"
    }
}

/// Formatted text that somebody has written.
public struct Prose: Component {
    var content: HTML

    public init(_ content: HTML) { self.content = content }

    public var html: HTML { "<div class=\"prose\">\(content)</div>" }
}

/// Something that unfolds where it stands, such as a form that few people need.
public struct Disclosure: Component {
    var label: String
    var content: HTML

    public init(_ label: String, _ content: HTML) {
        (self.label, self.content) = (label, content)
    }

    public var html: HTML {
        "<details class=\"disclosure\"><summary>\(label)</summary>\(content)</details>"
    }
}
