/// The words the components say themselves; a translation is a JSON file decoded into this.
public struct Words: Sendable, Hashable, Codable {
    public var actions = "Actions"
    public var select = "Select"
    public var selectAll = "Select all on this page"
    public var selected = "Selected"
    /// `{n}` stands for the number.
    public var selectedOne = "{n} selected"
    /// `{n}` stands for the number.
    public var selectedMany = "{n} selected"
    public var search = "Search or jump to…"
    public var searchLabel = "Search"
    public var create = "Create"
    public var notifications = "Notifications"
    /// Follows the number of what is unread.
    public var unread = "unread"
    public var mainNavigation = "Main"
    public var more = "More"
    public var close = "Close"
    public var dismiss = "Dismiss"
    public var profile = "Profile"
    public var sessions = "Sessions"
    public var theme = "Theme"
    public var themeSystem = "System"
    public var themeLight = "Light"
    public var themeDark = "Dark"
    public var logOut = "Log out"
    public var account = "Your account"
    public var skipToContent = "Skip to content"
    public var breadcrumbs = "Breadcrumbs"
    public var collapse = "Collapse the sidebar"
    public var previous = "Previous"
    public var next = "Next"
    public var pages = "Pages"
    /// Between the shown range and the total.
    public var of = "of"
    /// After a total without a range, such as `172 in all`.
    public var inAll = "in all"
    /// Before a total that is an estimate.
    public var about = "about"
    /// What stands between groups of three digits.
    public var digitGroup = ","
    public var remove = "Remove filter"
    /// On the button of a password field.
    public var show = "Show what is typed"
    public var undo = "Undo"
    public var timeLeft = "left"
    public var step = "Step"
    public var shortcuts = "Keyboard shortcuts"
    public var shortcutHelp = "Show this list"
    public var shortcutSearch = "Search"
    public var shortcutCreate = "Create something"
    public var shortcutMove = "Next or previous row"
    public var shortcutOpen = "Open the row"
    public var shortcutSelect = "Select the row"
    public var shortcutEdit = "Edit"
    /// Before the name of a page, in the list of shortcuts.
    public var goTo = "Go to"

    public init() {}

    public static let english = Words()

    /// A whole number with its digits in groups, such as `100,585`.
    public func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += digitGroup }
            text.append(digit)
        }
        return number < 0 ? "−" + text : text
    }
}
