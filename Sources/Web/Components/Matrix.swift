/// Something for every row and column: a table on a desk, on a phone a block of labelled cells per row.
public struct Matrix: Component {
    /// One line of it.
    public struct Row: Sendable {
        var label: String
        var detail: String?
        var cells: [HTML]

        /// - Parameter cells: one per column, in the same order.
        public init(_ label: String, detail: String? = nil, cells: [HTML]) {
            (self.label, self.detail, self.cells) = (label, detail, cells)
        }
    }

    var caption: String
    var columns: [String]
    var rows: [Row]

    /// - Parameter caption: what it is, for screen readers.
    public init(_ caption: String, columns: [String], rows: [Row]) {
        (self.caption, self.columns, self.rows) = (caption, columns, rows)
    }

    public var html: HTML {
        """
        <div class="matrix"><table><caption class="unseen">\(caption)</caption><thead><tr><td></td>\
        \(each: columns, { "<th scope=\"col\">\($0)</th>" })</tr></thead>\
        <tbody>\(each: rows, { html(of: $0) })</tbody></table></div>
        """
    }

    private func html(of row: Row) -> HTML {
        """
        <tr><th scope="row">\(row.label)\(row.detail.map { "<small>\($0)</small>" })</th>\
        \(each: zip(columns, row.cells), { "<td data-label=\"\($0.0)\">\($0.1)</td>" })</tr>
        """
    }
}
