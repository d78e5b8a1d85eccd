extension Table {
    /// Where a column goes when a row folds into two lines on a phone.
    public enum PhoneRole: Sendable {
        /// The first line; the first column unless said otherwise.
        case title
        /// The quiet second line; the second column unless said otherwise.
        case line
        /// The one value at the end of the row.
        case badge
        case hidden
    }

    /// Which way a column is sorted now.
    public enum Order: String, Sendable { case ascending, descending }

    /// One column: its heading and how its cells stand.
    public struct Column: Sendable {
        var label: String
        var isNumeric: Bool
        var sortHref: String?
        var order: Order?
        var phone: PhoneRole?
        var isQuiet: Bool

        /// - Parameters:
        ///   - numeric: aligned at the end, in figures of equal width.
        ///   - sortHref: the address of the same list sorted by this column, or the other way round if it is already.
        ///   - order: how the list is sorted by this column now; nil if it is not.
        ///   - quiet: in a lighter colour than the name beside it.
        public init(
            _ label: String, numeric: Bool = false, sortHref: String? = nil, order: Order? = nil,
            phone: PhoneRole? = nil, quiet: Bool = false
        ) {
            (self.label, isNumeric, self.sortHref, self.order) = (label, numeric, sortHref, order)
            (self.phone, isQuiet) = (phone, quiet)
        }

        var head: HTML {
            """
            <th scope="col"\(if: isNumeric, " class=\"number\"")\(attribute: "aria-sort", order?.rawValue)>\
            \(if: sortHref != nil, sortLink, else: "\(label)")</th>
            """
        }

        private var sortLink: HTML {
            let arrow: Icon? = order.map { $0 == .ascending ? .sortAscending : .sortDescending }
            return "<a href=\"\(url: sortHref ?? "")\">\(label)\(arrow)</a>"
        }

        /// The opening tag of its cells.
        func cellStart(at index: Int) -> HTML {
            var names: [String] = []
            switch phone ?? (index == 0 ? .title : index == 1 ? .line : .hidden) {
            case .title: names.append("as-title")
            case .line: names.append("as-line")
            case .badge: names.append("as-badge")
            case .hidden: break
            }
            if isNumeric { names.append("number") }
            if isQuiet { names.append("quiet") }
            return "<td\(attribute: "class", names.isEmpty ? nil : names.joined(separator: " "))>"
        }
    }

    /// One record.
    public struct Row: Sendable {
        var id: String
        var label: String
        var href: String?
        var cells: [HTML]
        var actions: HTML?
        var isSelected: Bool
        var isMuted: Bool
        /// Stands above the row: a group begins here.
        public var heading: HTML?

        /// - Parameters:
        ///   - id: what the checkbox sends.
        ///   - label: names the record for the checkbox.
        ///   - href: where the first cell leads.
        ///   - cells: one per column, in the same order.
        ///   - actions: quick actions, shown while the row is pointed at or has the focus.
        public init(
            id: String, label: String, href: String? = nil, cells: [HTML], actions: HTML? = nil,
            selected: Bool = false, muted: Bool = false
        ) {
            (self.id, self.label, self.href, self.cells) = (id, label, href, cells)
            (self.actions, isSelected, isMuted) = (actions, selected, muted)
        }
    }

    /// Which form the checkboxes belong to, and under what name they are sent.
    public struct Selection: Sendable {
        var form: String
        var name: String

        public init(form: String = "bulk", name: String = "ids") {
            (self.form, self.name) = (form, name)
        }
    }
}

/// What can be done with the ticked rows: a bar that shows itself once there are any.
public struct BulkBar: Component {
    var id: String
    var action: String
    var csrf: String
    var actions: HTML
    var texts: Texts

    /// - Parameters:
    ///   - id: the form id the table's `Selection` names.
    ///   - actions: submit buttons, told apart by `name`/`value` or `formAction`, and fields they need.
    public init(id: String = "bulk", action: String, csrf: String, texts: Texts = .english, _ actions: HTML) {
        (self.id, self.action, self.csrf, self.actions, self.texts) = (id, action, csrf, actions, texts)
    }

    public var html: HTML {
        """
        <div class="bulk-bar" data-behaviour="select-rows" data-form="\(id)" \
        data-text="\(texts("\("{n}") selected"))"><strong role="status">\(texts("Selected"))</strong>\
        \(Form(post: action, csrf: csrf, layout: .inline, id: id, actions))</div>
        """
    }
}
