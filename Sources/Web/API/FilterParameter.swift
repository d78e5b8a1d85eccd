/// One condition of a query, such as `filter[amount][gte]=100000`; whether field and operator exist is for the record
/// type to say.
public struct FilterParameter: Sendable, Hashable {
    public let field: String
    /// `eq` when the query names none: `filter[city]=Berlin`.
    public let op: String
    /// One value; several for operators that take a list, `in`, `nin` and `between`, written with commas. A backslash
    /// keeps the comma after it as part of the value.
    public let values: [String]

    public init(field: String, op: String, values: [String]) {
        self.field = field
        self.op = op
        self.values = values
    }

    /// - Parameter written: the value as it stands in a query.
    public init(field: String, op: String, written value: String) {
        self.init(field: field, op: op, values: Self.listOperators.contains(op) ? value.isEmpty ? [] : Self.split(value) : [value])
    }

    /// The value as it stands in a query.
    public var written: String {
        guard Self.listOperators.contains(op) else { return values.first ?? "" }
        return values.map { $0.replacing("\\", with: "\\\\").replacing(",", with: "\\,") }.joined(separator: ",")
    }

    private static let listOperators: Set<String> = ["in", "nin", "between"]

    /// The parameter's name as the client wrote it, for error messages.
    public var name: String { "filter[\(field)][\(op)]" }

    /// Reads the name `filter[field][op]` or `filter[field]`.
    init(name: String, value: String) throws(FieldError) {
        let parts = name.dropFirst("filter[".count).dropLast().split(separator: "][", omittingEmptySubsequences: false)
        guard name.hasSuffix("]"), (1...2).contains(parts.count), parts.allSatisfy(Self.isName) else {
            throw FieldError(field: name, code: "malformed", message: "A filter is written filter[field][operator]=value.")
        }
        self.init(field: String(parts[0]), op: parts.count == 2 ? String(parts[1]) : "eq", written: value)
    }

    /// Letters, digits, underscores, and dots for custom fields and related records.
    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                    UInt8(ascii: "."), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: false
                }
            }
    }

    private static func split(_ value: String) -> [String] {
        var values = [""]
        var isEscaped = false
        for character in value {
            switch character {
            case _ where isEscaped:
                values[values.count - 1].append(character)
                isEscaped = false
            case "\\": isEscaped = true
            case ",": values.append("")
            default: values[values.count - 1].append(character)
            }
        }
        return values.map { $0.trimmingSpaces() }
    }
}
