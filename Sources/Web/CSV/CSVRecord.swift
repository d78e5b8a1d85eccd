/// One row of a table: its fields as bytes, made into text when asked for.
public struct CSVRecord: Sendable {
    /// Where it begins.
    public internal(set) var position = CSVPosition()
    /// Where the one after it begins: what to store once this one is dealt with.
    public internal(set) var next = CSVPosition()
    /// All fields one after another, unquoted.
    var content: [UInt8] = []
    /// Where each field ends in `content`.
    var ends: [Int] = []

    /// How many fields it has, which need not be as many as the header has.
    public var count: Int { ends.count }

    /// The field in a column, counted from 0; empty if the row is too short to have one.
    /// Bytes that are not valid UTF-8 read as U+FFFD.
    public subscript(column: Int) -> String {
        String(decoding: bytes(at: column), as: UTF8.self)
    }

    /// The raw bytes of the field in a column, counted from 0; empty if the row is too short to have one.
    public func bytes(at column: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(column) else { return [] }
        return content[(column == 0 ? 0 : ends[column - 1])..<ends[column]]
    }

    /// All fields as text.
    public var texts: [String] { ends.indices.map { self[$0] } }

    /// Whether no field holds anything but spaces, as in the rows of delimiters that spreadsheets leave at the end.
    public var isBlank: Bool { content.allSatisfy { $0 == UInt8(ascii: " ") } }
}
