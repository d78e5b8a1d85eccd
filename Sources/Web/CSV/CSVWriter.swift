/// Writes a table as UTF-8 CSV that spreadsheets open and ``CSVParser`` reads back. Lines end in CRLF.
///
/// Text that a spreadsheet would run as a formula, since it starts with `=`, `+`, `-`, `@`, tab or CR, gets an
/// apostrophe in front. That includes phone numbers with a plus: harmless as they are, but a spreadsheet would do the
/// sum, and `+1-555-0100` come out as -654. An import takes the apostrophe off again. What the program itself knows to
/// be a number goes through ``append(number:)`` and keeps its sign.
public struct CSVWriter {
    /// What has been written and not been taken yet.
    public private(set) var bytes: [UInt8] = []
    private let dialect: CSVDialect
    private let neutralisesFormulas: Bool
    private var column = 0
    private var hasContent = false

    /// - Parameters:
    ///   - byteOrderMark: whether to start with one, by which Excel knows UTF-8.
    ///   - neutralisesFormulas: `false` only for files that no spreadsheet opens, such as the copy of a whole tenant.
    public init(_ dialect: CSVDialect = CSVDialect(), byteOrderMark: Bool = false, neutralisesFormulas: Bool = true) {
        self.dialect = dialect
        self.neutralisesFormulas = neutralisesFormulas
        if byteOrderMark { bytes = [0xEF, 0xBB, 0xBF] }
    }

    /// Writes a whole record of texts.
    public mutating func append(record texts: some Sequence<String>) {
        for text in texts { append(text) }
        endRecord()
    }

    /// Writes the next field of the current record.
    public mutating func append(_ text: String) {
        let isDangerous = neutralisesFormulas && Self.startsFormula(text.utf8.first)
        appendField(isDangerous ? "'" + text : text)
    }

    /// Writes a number as the next field, with a point for decimals and its sign left alone.
    public mutating func append(number: some Numeric & CustomStringConvertible) {
        appendField(number.description)
    }

    /// Ends the current record.
    public mutating func endRecord() {
        // A lone empty field would read as a blank line, which is no record at all.
        if column == 1 && !hasContent { appendQuoted("") }
        bytes.append(contentsOf: "\r\n".utf8)
        column = 0
        hasContent = false
    }

    /// Gives up what has been written so far, for sending it on while more is to come.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func appendField(_ text: String) {
        if column > 0 { bytes.append(dialect.delimiter) }
        column += 1
        hasContent = hasContent || !text.isEmpty
        if needsQuotes(text) { appendQuoted(text) } else { bytes.append(contentsOf: text.utf8) }
    }

    private func needsQuotes(_ text: String) -> Bool {
        // At the start of a file a byte order mark would not be read as part of the field.
        text.utf8.first == UInt8(ascii: " ") || text.utf8.last == UInt8(ascii: " ")
            || text.unicodeScalars.first == "\u{FEFF}" || text.utf8.contains(where: isSpecial)
    }

    private func isSpecial(_ byte: UInt8) -> Bool {
        byte == dialect.delimiter || byte == dialect.quote || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(dialect.quote)
        for byte in text.utf8 {
            if byte == dialect.quote { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(dialect.quote)
    }

    /// What a cell said before the apostrophe was put in front of it; any other text as it is.
    public static func original(of text: String) -> String {
        text.utf8.first == UInt8(ascii: "'") && startsFormula(text.utf8.dropFirst().first) ? String(text.dropFirst()) : text
    }

    private static func startsFormula(_ byte: UInt8?) -> Bool {
        byte.map { "=+-@\t\r".utf8.contains($0) } ?? false
    }
}
