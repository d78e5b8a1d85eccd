/// Reads records out of CSV text that comes in chunks of UTF-8, without holding more than one record.
///
/// RFC 4180, and what else is found in the wild: lines end in CRLF, LF or CR, also mixed; rows may be ragged; blank
/// lines are skipped; spaces around a quoted field are not part of it; a quote inside an unquoted field is a
/// character like any other, and so is one inside a quoted field that no delimiter or line end follows.
public struct CSVParser {
    /// How large things may get before reading stops with a ``CSVError``.
    public struct Limits: Sendable {
        /// Bytes of one field.
        public var field = 1_048_576
        /// Bytes of one record.
        public var record = 8_388_608
        public var columns = 1_000

        public init() {}
    }

    private enum State {
        case fieldStart, unquoted, quoted, afterQuote, afterCarriageReturn
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let space = UInt8(ascii: " ")

    private let delimiter: UInt8
    private let quote: UInt8
    private let limits: Limits
    private var state = State.fieldStart
    private var record = CSVRecord()
    /// Bytes before the current chunk.
    private var base: Int
    private var line: Int
    /// Spaces at the start of a field or after a closing quote, which may turn out to be part of it.
    private var spaces = 0
    /// Whether the record has a quoted field. A line without one and without any character is blank.
    private var hasQuotes = false
    private var lastQuotedWasCarriageReturn = false

    /// - Parameter position: where the text that is fed begins in the whole, when reading goes on after a restart.
    public init(_ dialect: CSVDialect, from position: CSVPosition = CSVPosition(), limits: Limits = Limits()) {
        delimiter = dialect.delimiter
        quote = dialect.quote
        self.limits = limits
        base = position.offset
        line = position.line
        record.position = position
    }

    /// Takes in the next chunk and calls `onRecord` for each record that ends in it.
    /// Keeping a record is fine; not keeping it saves a copy.
    /// - Parameter isLast: whether the text ends with this chunk, so that the last line needs no end of its own.
    /// - Throws: ``CSVError``, after which the parser is of no further use, and whatever `onRecord` throws.
    public mutating func feed(
        _ chunk: UnsafeBufferPointer<UInt8>, isLast: Bool, onRecord: (CSVRecord) throws -> Void
    ) throws {
        var index = 0
        while index < chunk.count {
            switch state {
            case .fieldStart: startField(chunk, &index)
            case .unquoted: try readUnquoted(chunk, &index, onRecord)
            case .quoted: try readQuoted(chunk, &index)
            case .afterQuote: try readAfterQuote(chunk, &index, onRecord)
            case .afterCarriageReturn:
                if chunk[index] == Self.lineFeed { index += 1 }
                try endRecord(at: index, onRecord)
            }
        }
        if isLast { try finish(at: index, onRecord) }
        base += chunk.count
    }

    private mutating func startField(_ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
        switch chunk[index] {
        case quote:
            spaces = 0
            hasQuotes = true
            state = .quoted
            index += 1
        case Self.space:
            spaces += 1
            index += 1
            // A limit of its own keeps a field of nothing but spaces from being counted without end.
            if spaces > limits.field { state = .unquoted }
        default:
            state = .unquoted
        }
    }

    private mutating func readUnquoted(
        _ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ onRecord: (CSVRecord) throws -> Void
    ) throws {
        try appendSpaces()
        let start = index
        while index < chunk.count, !endsField(chunk[index]) { index += 1 }
        try append(chunk[start..<index])
        if index < chunk.count { try endField(chunk[index], &index, onRecord) }
    }

    private mutating func readQuoted(_ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws {
        let start = index
        var lineFeeds = 0
        while index < chunk.count, chunk[index] != quote {
            let byte = chunk[index]
            if byte == Self.carriageReturn || byte == Self.lineFeed && !lastQuotedWasCarriageReturn { lineFeeds += 1 }
            lastQuotedWasCarriageReturn = byte == Self.carriageReturn
            index += 1
        }
        line += lineFeeds
        try append(chunk[start..<index])
        if index < chunk.count {
            lastQuotedWasCarriageReturn = false
            state = .afterQuote
            index += 1
        }
    }

    /// Decides what a quote in a quoted field was: half of an escaped one, the end, or a stray.
    private mutating func readAfterQuote(
        _ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ onRecord: (CSVRecord) throws -> Void
    ) throws {
        let byte = chunk[index]
        if byte == quote && spaces == 0 {
            record.content.append(quote)
            state = .quoted
            index += 1
        } else if endsField(byte) {
            spaces = 0
            try endField(byte, &index, onRecord)
        } else if byte == Self.space && spaces < limits.field {
            spaces += 1
            index += 1
        } else {
            record.content.append(quote)
            try appendSpaces()
            state = .quoted
        }
    }

    @inline(__always)
    private func endsField(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn
    }

    private mutating func endField(_ byte: UInt8, _ index: inout Int, _ onRecord: (CSVRecord) throws -> Void) throws {
        try closeField()
        index += 1
        switch byte {
        case delimiter: state = .fieldStart
        case Self.carriageReturn: state = .afterCarriageReturn
        default: try endRecord(at: index, onRecord)
        }
    }

    private mutating func closeField() throws {
        guard record.ends.count < limits.columns else { throw error(.tooManyColumns(limit: limits.columns)) }
        record.ends.append(record.content.count)
    }

    private mutating func endRecord(at index: Int, _ onRecord: (CSVRecord) throws -> Void) throws {
        line += 1
        let isBlankLine = record.ends.count == 1 && record.content.isEmpty && !hasQuotes
        record.next = CSVPosition(
            offset: base + index, record: record.position.record + (isBlankLine ? 0 : 1), line: line)
        if !isBlankLine { try onRecord(record) }
        record.position = record.next
        record.content.removeAll(keepingCapacity: true)
        record.ends.removeAll(keepingCapacity: true)
        hasQuotes = false
        state = .fieldStart
    }

    private mutating func finish(at index: Int, _ onRecord: (CSVRecord) throws -> Void) throws {
        if state == .quoted { throw error(.quoteNeverCloses) }
        if state == .afterCarriageReturn { return try endRecord(at: index, onRecord) }
        let isAtLineStart = state == .fieldStart && record.ends.isEmpty && spaces == 0
        if isAtLineStart { return }
        if state != .afterQuote { try appendSpaces() }
        try closeField()
        try endRecord(at: index, onRecord)
    }

    private mutating func appendSpaces() throws {
        guard spaces > 0 else { return }
        record.content.append(contentsOf: repeatElement(Self.space, count: spaces))
        spaces = 0
        try checkSize()
    }

    private mutating func append(_ run: Slice<UnsafeBufferPointer<UInt8>>) throws {
        record.content.append(contentsOf: UnsafeBufferPointer(rebasing: run))
        try checkSize()
    }

    private func checkSize() throws {
        guard record.content.count > limits.field else { return }
        let field = record.content.count - (record.ends.last ?? 0)
        if field > limits.field { throw error(.fieldTooLong(limit: limits.field)) }
        if record.content.count > limits.record { throw error(.recordTooLong(limit: limits.record)) }
    }

    private func error(_ reason: CSVError.Reason) -> CSVError {
        CSVError(reason, at: record.position)
    }
}
