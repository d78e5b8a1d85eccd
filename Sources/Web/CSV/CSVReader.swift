/// Hands out the records of a CSV text one by one, reading a chunk ahead.
public final class CSVReader {
    private let chunks: UTF8Chunks
    private var parser: CSVParser
    private var ready: [CSVRecord] = []
    private var index = 0
    /// What ended the reading, kept until the records before it have been handed out.
    private var failure: (any Error)?

    init(_ source: CSVSource, _ encoding: TextEncoding, _ dialect: CSVDialect, from position: CSVPosition) throws {
        chunks = try UTF8Chunks(source, encoding, from: position.offset)
        parser = CSVParser(dialect, from: position)
    }

    /// The next record, `nil` at the end.
    /// - Throws: ``CSVError``, or what reading the file throws.
    public func next() throws -> CSVRecord? {
        while index == ready.count {
            if let failure { throw failure }
            guard readChunk() else { return nil }
        }
        defer { index += 1 }
        return ready[index]
    }

    private func readChunk() -> Bool {
        ready.removeAll(keepingCapacity: true)
        index = 0
        do {
            return try chunks.next { chunk, isLast in
                try parser.feed(chunk, isLast: isLast) { ready.append($0) }
            }
        } catch {
            failure = error
            return true
        }
    }
}
