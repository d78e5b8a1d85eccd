/// How a table is written down as text.
public struct CSVDialect: Hashable, Sendable, Codable {
    /// The ASCII byte between fields.
    public var delimiter: UInt8
    /// The ASCII byte around fields that contain delimiters, line ends or itself, which is doubled inside.
    public var quote: UInt8
    /// Whether the first record names the columns.
    public var hasHeader: Bool

    public init(
        delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""), hasHeader: Bool = true
    ) {
        precondition(delimiter < 0x80 && quote < 0x80 && delimiter != quote)
        self.delimiter = delimiter
        self.quote = quote
        self.hasHeader = hasHeader
    }

    /// The delimiters that are looked for, the likeliest first.
    public static let delimiters: [UInt8] = [",", ";", "\t", "|"].map(UInt8.init(ascii:))

    /// What to call the delimiter in front of a person.
    public var delimiterLabel: Phrase {
        switch delimiter {
        case UInt8(ascii: ","): "comma"
        case UInt8(ascii: ";"): "semicolon"
        case UInt8(ascii: "\t"): "tab"
        case UInt8(ascii: "|"): "vertical bar"
        default: "\(String(UnicodeScalar(delimiter)))"
        }
    }
}
