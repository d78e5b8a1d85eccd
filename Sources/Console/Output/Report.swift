import Web

/// What a command shows: named columns and rows of values, the same for every format.
struct Report: Sendable {
    enum Shape: Sendable {
        case list
        /// One thing: a table of it is written downwards.
        case record
    }

    /// One column: its name, a promise to scripts, and its value for an element.
    struct Field<Element> {
        let name: String
        let value: (Element) -> JSONValue

        init(_ name: String, _ value: @escaping (Element) -> JSONValue) {
            self.name = name
            self.value = value
        }
    }

    let columns: [String]
    let rows: [[JSONValue]]
    let shape: Shape

    init<Element>(_ elements: [Element], _ fields: [Field<Element>]) {
        columns = fields.map(\.name)
        rows = elements.map { element in fields.map { $0.value(element) } }
        shape = .list
    }

    /// One thing.
    init(record fields: [(String, JSONValue)]) {
        columns = fields.map(\.0)
        rows = [fields.map(\.1)]
        shape = .record
    }

    /// Rises when a column goes away or changes its meaning; new columns do not count.
    static let version = 1
}
