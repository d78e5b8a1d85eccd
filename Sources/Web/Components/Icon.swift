/// A line drawing from `templates/static/icons.svg`, in the colour of the text around it.
///
/// Decoration only: hidden from screen readers, so whatever it means must also be said in words.
public enum Icon: String, CaseIterable, Sendable {
    case home, inbox, star, user, users, building, briefcase, calendar, mail, sequence, file, report, bolt, settings
    case search, plus, bell, check, x, menu, more, edit, trash, undo, download, upload, filter, columns
    case chevronDown = "chevron-down"
    case chevronRight = "chevron-right"
    case chevronLeft = "chevron-left"
    case sortAscending = "sort-asc"
    case sortDescending = "sort-desc"
    case sun, moon, monitor, logout, key, phone, globe
    case mapPin = "map-pin"
    case tag, link, clock, alert, info, lock, shield, activity, external
    case note, task, send, copy, eye, quote, sidebar, board, list, money, spark

    /// Drawings that point along the line of text, and turn round where text runs from right to left.
    private var pointsAlongText: Bool {
        switch self {
        case .chevronRight, .chevronLeft, .logout, .undo, .external, .send, .sidebar: true
        default: false
        }
    }
}

extension Icon: Component {
    /// The sprite goes under its plain name, revalidated by ETag, so that no component has to carry `Assets` around.
    public var html: HTML {
        """
        <svg class="icon\(if: pointsAlongText, " flips")" aria-hidden="true">\
        <use href="/static/icons.svg#\(rawValue)"/></svg>
        """
    }
}
