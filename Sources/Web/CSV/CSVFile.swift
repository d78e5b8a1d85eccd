import Foundation

/// A table somebody uploaded, with everything found out about it that reading its records takes.
///
///     let file = try CSVFile(url)
///     for try await record in file.records() {
///         import(record[2]); done = record.next
///     }
///
/// and after a restart `CSVFile(url, encoding: …, dialect: …).records(from: done)`.
public struct CSVFile: Sendable {
    public let encoding: TextEncoding
    public let dialect: CSVDialect
    /// The names of the columns without spaces around them; empty if there is no header row.
    public let header: [String]
    /// Where the first record after the header begins.
    public let start: CSVPosition
    private let source: CSVSource

    /// Looks at all of a file once for its encoding, and at its beginning for the rest.
    /// - Parameters:
    ///   - encoding: `nil` to detect it.
    ///   - dialect: `nil` to detect it.
    /// - Throws: ``CSVError``, ``TextTranscoder/UnknownEncoding``, or what opening the file throws.
    public init(_ url: URL, encoding: TextEncoding? = nil, dialect: CSVDialect? = nil) throws {
        try self.init(.file(url), encoding: encoding, dialect: dialect)
    }

    /// The same for bytes that are in memory already.
    public init(bytes: [UInt8], encoding: TextEncoding? = nil, dialect: CSVDialect? = nil) throws {
        try self.init(.memory(bytes), encoding: encoding, dialect: dialect)
    }

    private init(_ source: CSVSource, encoding: TextEncoding?, dialect: CSVDialect?) throws {
        self.source = source
        self.encoding = try encoding ?? Self.detectEncoding(of: source)
        let sample = try CSVSample(source, self.encoding)
        self.dialect = dialect ?? sample.dialect
        let reader = try CSVReader(source, self.encoding, self.dialect, from: sample.start)
        let first = self.dialect.hasHeader ? try reader.next() : nil
        header = first?.texts.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? []
        start = first?.next ?? sample.start
    }

    /// The records from `position` on, by default all but the header.
    public func records(from position: CSVPosition? = nil) -> CSVRecords {
        CSVRecords(file: self, position: position ?? start)
    }

    /// The same one call at a time, for code that stops and goes on.
    /// - Throws: what opening the file throws.
    public func reader(from position: CSVPosition? = nil) throws -> CSVReader {
        try CSVReader(source, encoding, dialect, from: position ?? start)
    }

    private static func detectEncoding(of source: CSVSource) throws -> TextEncoding {
        var detector = TextEncodingDetector()
        let chunks = try source.chunks(from: 0)
        while case let chunk = try chunks.next(), !chunk.isEmpty {
            chunk.withUnsafeBufferPointer { detector.feed($0) }
        }
        return detector.encoding()
    }
}
