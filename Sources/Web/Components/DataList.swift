/// One label and value of a record.
public struct Fact: Sendable {
    var label: String
    var value: HTML?
    var note: HTML?

    /// - Parameters:
    ///   - value: nil shows a dash.
    ///   - note: something beside the label, such as a badge.
    public init(_ label: String, _ value: HTML?, note: HTML? = nil) {
        (self.label, self.value, self.note) = (label, value, note)
    }

    /// A fact in plain text, kept in its own direction (`<bdi>`) so that a number survives text from right to left;
    /// nil or empty shows a dash.
    public init(_ label: String, text: String?, note: HTML? = nil) {
        self.init(label, text.flatMap { $0.isEmpty ? nil : "<bdi>\($0)</bdi>" }, note: note)
    }
}

/// The facts of a record: quiet labels over values.
public struct DataList: Component {
    /// Labels above values, or beside them where there is room.
    public enum Layout: String, Sendable { case stacked, sideways }

    var facts: [Fact]
    var layout: Layout

    public init(_ facts: [Fact], layout: Layout = .stacked) {
        (self.facts, self.layout) = (facts, layout)
    }

    public var html: HTML {
        "<dl class=\"facts \(layout.rawValue)\">\(each: facts, { $0.html })</dl>"
    }
}

extension Fact {
    fileprivate var html: HTML {
        """
        <div><dt>\(label)\(note.map { " \($0)" as HTML })</dt>\
        <dd>\(value ?? "<span class=\"none\">–</span>")</dd></div>
        """
    }
}
