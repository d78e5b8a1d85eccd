/// A window over the page, opened by a `Button` whose `dialog` is its id.
///
/// The button's `href` leads to a page with the same content, for those without JavaScript.
public struct Dialog: Component {
    var id: String
    var title: String
    var texts: Texts
    var content: HTML

    public init(id: String, title: String, texts: Texts = .english, _ content: HTML) {
        (self.id, self.title, self.texts, self.content) = (id, title, texts, content)
    }

    public var html: HTML {
        """
        <dialog id="\(id)" class="dialog" aria-labelledby="\(id)-title"><header><h2 id="\(id)-title">\(title)</h2>\
        <form method="dialog"><button class="button quiet icon-only" aria-label="\(texts("Close"))">\(Icon.x)</button></form>\
        </header><div class="dialog-body">\(content)</div></dialog>
        """
    }
}
