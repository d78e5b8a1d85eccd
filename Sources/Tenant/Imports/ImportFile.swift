import Foundation
import Web

/// The file of an import, read on the side: while the database takes one chunk in, the next is being read.
actor ImportFile {
    /// Some rows, and the place behind them.
    struct Chunk: Sendable {
        let rows: [ImportRow]
        let end: CSVPosition
    }

    private let reader: CSVReader
    private let reading: ImportReading

    /// - Parameter position: nil begins with the first row.
    init(_ source: Import, at path: String, from position: CSVPosition?, _ reading: ImportReading) throws {
        let file = try CSVFile(URL(fileURLWithPath: path), encoding: source.encoding, dialect: source.dialect)
        reader = try file.reader(from: position)
        self.reading = reading
    }

    /// The next rows, nil at the end. Blank ones are none.
    /// - Throws: `CSVError`, or what reading the file throws.
    func next() throws -> Chunk? {
        var rows: [ImportRow] = []
        rows.reserveCapacity(RecordChunk.size)
        var end: CSVPosition?
        while rows.count < RecordChunk.size, let record = try reader.next() {
            end = record.next
            if !record.isBlank { rows.append(ImportRow(record, reading)) }
        }
        return end.map { Chunk(rows: rows, end: $0) }
    }
}
