import Platform
import Web

/// What the menu of a list offers to take its records along.
struct ExportMenu: Sendable {
    let state: ListState
    let total: RecordTotal?
    let csrf: String
    let texts: Texts

    var items: [MenuItem] {
        ExportFormat.all(for: state.type).map { isLarge ? inBackground($0) : atOnce($0) }
            + [.divider, .link(texts("Earlier exports"), href: "/exports", icon: .clock)]
    }

    private var isLarge: Bool { (total?.count ?? 0) > RecordExport.directLimit }

    private func atOnce(_ format: ExportFormat) -> MenuItem {
        .link(texts("Export as \(format.label)"), href: state.href(to: "\(state.type.path).\(format.rawValue)"), icon: .download)
    }

    /// Too many to wait for.
    private func inBackground(_ format: ExportFormat) -> MenuItem {
        var list = state
        (list.cursor, list.adding) = (nil, nil)
        let hidden: HTML = """
            \(FormField("", name: "format", .hidden, value: format.rawValue))\
            \(FormField("", name: "list", .hidden, value: String(list.queryText.dropFirst())))
            """
        let button: HTML =
            "<button class=\"menu-item\" type=\"submit\">\(Icon.download)<span>\(texts("Export as \(format.label)"))</span></button>"
        return .custom(Form(post: "\(state.type.path)/exports", csrf: csrf, layout: .bare, "\(hidden)\(button)").html)
    }
}
