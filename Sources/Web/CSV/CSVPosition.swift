/// A place in a CSV text where a record begins. Store it, and reading can go on from there after a restart.
public struct CSVPosition: Hashable, Sendable, Codable {
    /// Bytes before it, of the text as UTF-8 without its byte order mark.
    public var offset: Int
    /// The number of the record that begins there, from 1, the header included.
    public var record: Int
    /// The number of the line it begins on, from 1. Fields may contain line ends, so that lines outnumber records.
    public var line: Int

    public init(offset: Int = 0, record: Int = 1, line: Int = 1) {
        self.offset = offset
        self.record = record
        self.line = line
    }
}
