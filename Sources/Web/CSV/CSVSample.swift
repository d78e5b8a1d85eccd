/// The beginning of a CSV text as UTF-8, from which its dialect is told.
struct CSVSample {
    private static let size = 131_072

    private var text: [UInt8] = []
    private var isComplete = false
    /// The delimiter that a first line of `sep=;` names, as Excel writes it.
    private var declaredDelimiter: UInt8?
    /// Where the table begins.
    private(set) var start = CSVPosition()

    /// - Throws: ``CSVError`` if it is no text.
    init(_ source: CSVSource, _ encoding: TextEncoding) throws {
        let chunks = try UTF8Chunks(source, encoding, from: 0)
        while text.count < Self.size && !isComplete {
            _ = try chunks.next { chunk, isLast in
                text.append(contentsOf: chunk)
                isComplete = isLast
            }
        }
        if text.contains(0) { throw CSVError(.notText, at: start) }
        readSeparatorLine()
    }

    var dialect: CSVDialect {
        let table = Array(text.dropFirst(start.offset))
        return .detect(
            in: table, isComplete: isComplete, among: declaredDelimiter.map { [$0] } ?? CSVDialect.delimiters)
    }

    private mutating func readSeparatorLine() {
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        guard content.count == 5, content.starts(with: "sep=".utf8), let delimiter = content.last,
            CSVDialect.delimiters.contains(delimiter)
        else { return }
        declaredDelimiter = delimiter
        start = CSVPosition(offset: min(line.count + 1, text.count), record: 1, line: 2)
    }
}
