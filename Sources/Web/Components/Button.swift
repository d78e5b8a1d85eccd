/// A button or a link that looks like one: a link when it leads somewhere (`href`), else it submits the form it is in.
public struct Button: Component {
    /// How much the button asks to be pressed.
    public enum Kind: String, Sendable {
        /// The one thing to do here: at most one on a page.
        case primary
        case secondary
        /// Without a frame, for rows and bars.
        case quiet
        /// Destroys something.
        case danger
    }

    var label: String
    var kind: Kind
    var icon: Icon?
    var href: String?
    var name: String?
    var value: String?
    var form: String?
    var formAction: String?
    var isIconOnly: Bool
    var confirmation: String?
    var dialog: String?
    var isDisabled: Bool
    var shortcut: String?
    var isSmall: Bool

    /// - Parameters:
    ///   - href: where it leads; nil for a submit button.
    ///   - name: with `value`, what the form sends when this button was pressed.
    ///   - form: the id of a form elsewhere on the page that this button submits.
    ///   - formAction: an address to submit to instead of the form's own.
    ///   - iconOnly: keeps the label for screen readers and as a tooltip.
    ///   - confirm: a question asked before it goes on, where JavaScript runs.
    ///   - dialog: the id of a `Dialog` on this page to open instead of following `href`, where JavaScript runs.
    ///   - shortcut: a key that presses it, such as `e`.
    public init(
        _ label: String, kind: Kind = .secondary, icon: Icon? = nil, href: String? = nil,
        name: String? = nil, value: String? = nil, form: String? = nil, formAction: String? = nil,
        iconOnly: Bool = false, confirm: String? = nil, dialog: String? = nil, disabled: Bool = false,
        shortcut: String? = nil, small: Bool = false
    ) {
        (self.label, self.kind, self.icon, self.href) = (label, kind, icon, href)
        (self.name, self.value, self.form, self.formAction) = (name, value, form, formAction)
        (isIconOnly, confirmation, self.dialog, isDisabled) = (iconOnly, confirm, dialog, disabled)
        (self.shortcut, isSmall) = (shortcut, small)
    }

    public var html: HTML {
        if let href {
            return "<a class=\"\(classes)\" href=\"\(url: href)\"\(shared)>\(inside)</a>"
        }
        return """
            <button class="\(classes)" type="submit"\(attribute: "name", name)\(attribute: "value", value)\
            \(attribute: "form", form)\(attribute: "formaction", formAction.map { SafeURL($0).text })\
            \(attribute: "disabled", isDisabled)\(shared)>\(inside)</button>
            """
    }

    private var classes: String {
        "button \(kind.rawValue)\(isIconOnly ? " icon-only" : "")\(isSmall ? " small" : "")"
    }

    private var shared: HTML {
        """
        \(attribute: "title", isIconOnly ? label : nil)\(attribute: "data-behaviour", behaviours)\
        \(attribute: "data-confirm", confirmation)\(attribute: "data-dialog", dialog)\
        \(attribute: "data-shortcut", shortcut)\(attribute: "aria-keyshortcuts", shortcut)
        """
    }

    private var behaviours: String? {
        let names = [confirmation.map { _ in "confirm" }, dialog.map { _ in "dialog" }].compactMap { $0 }
        return names.isEmpty ? nil : names.joined(separator: " ")
    }

    private var inside: HTML {
        "\(icon)<span\(if: isIconOnly, " class=\"unseen\"")>\(label)</span>"
    }
}
