/// A list of records: sticky head, optional checkboxes, sortable columns, row actions.
///
/// On a phone each row folds into two lines and one value at the end, as the columns' `phone` roles say.
public struct Table: Component {
    /// How tall rows are.
    public enum Density: String, CaseIterable, Sendable { case comfortable, compact }

    var caption: String
    var columns: [Column]
    var rows: [Row]
    var selection: Selection?
    var density: Density
    var texts: Texts

    /// - Parameters:
    ///   - caption: says what the table lists, for screen readers.
    ///   - selection: adds a checkbox to every row, read by the form with that id (see `BulkBar`).
    public init(
        _ caption: String, columns: [Column], rows: [Row], selection: Selection? = nil,
        density: Density = .comfortable, texts: Texts = .english
    ) {
        (self.caption, self.columns, self.rows) = (caption, columns, rows)
        (self.selection, self.density, self.texts) = (selection, density, texts)
    }

    public var html: HTML {
        let hasActions = rows.contains { $0.actions != nil }
        let cellStarts = columns.indices.map { columns[$0].cellStart(at: $0) }
        return """
            <div class="table" data-density="\(density.rawValue)"\(if: !isWalkable, scrolling)><table><caption class="unseen">\(caption)</caption>\
            <thead><tr>\(selectAll)\(each: columns, { $0.head })\(if: hasActions, actionsHead)</tr></thead><tbody>\
            \(each: rows, { html(of: $0, cellStarts: cellStarts, hasActions: hasActions) })</tbody></table></div>
            """
    }

    /// Whether the keyboard reaches something in it, and so can scroll it.
    private var isWalkable: Bool { rows.contains { $0.href != nil || $0.actions != nil } || selection != nil }

    private var scrolling: HTML { " tabindex=\"0\" role=\"region\" aria-label=\"\(caption)\"" }

    private func heading(of row: Row, hasActions: Bool) -> HTML? {
        row.heading.map {
            let span = columns.count + (selection == nil ? 0 : 1) + (hasActions ? 1 : 0)
            return "<tr class=\"group\"><th colspan=\"\(span)\" scope=\"rowgroup\">\($0)</th></tr>"
        }
    }

    private var actionsHead: HTML {
        "<th class=\"actions\"><span class=\"unseen\">\(texts("Actions"))</span></th>"
    }

    private var selectAll: HTML? {
        selection.map {
            """
            <th class="select"><input class="needs-js" type="checkbox" data-select-all="\($0.form)" \
            aria-label="\(texts("Select all on this page"))"></th>
            """
        }
    }

    /// The hottest loop of a list page: pieces made once per table are copied, nothing is made per cell.
    private func html(of row: Row, cellStarts: [HTML], hasActions: Bool) -> HTML {
        var html = HTML(capacity: 1024)
        if let heading = heading(of: row, hasActions: hasActions) { html += heading }
        html += "<tr\(if: row.isMuted, " class=\"muted\"")>\(checkbox(of: row))"
        for (index, (start, cell)) in zip(cellStarts, row.cells).enumerated() {
            html += start
            html += index == 0 ? titled(cell, href: row.href) : cell
            html += Self.cellEnd
        }
        if hasActions { html += "<td class=\"actions\">\(row.actions)</td>" }
        html += Self.rowEnd
        return html
    }

    private static let cellEnd: HTML = "</td>"
    private static let rowEnd: HTML = "</tr>"

    private func titled(_ cell: HTML, href: String?) -> HTML {
        guard let href else { return cell }
        return "<a class=\"row-link\" href=\"\(url: href)\">\(cell)</a>"
    }

    private func checkbox(of row: Row) -> HTML? {
        selection.map {
            """
            <td class="select"><input type="checkbox" name="\($0.name)" value="\(row.id)" form="\($0.form)" \
            aria-label="\(texts("Select \(row.label)"))"\(attribute: "checked", row.isSelected)></td>
            """
        }
    }
}
