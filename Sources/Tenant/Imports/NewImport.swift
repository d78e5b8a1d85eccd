import Foundation
import Platform
import Web

/// An uploaded file, looked at: what it is, and what its columns seem to be.
struct NewImport: Sendable {
    let type: RecordType
    let fileName: String
    let digest: FileDigest
    let fileSize: Int
    let encoding: TextEncoding
    let dialect: CSVDialect
    let header: [String]
    let sample: [[String]]
    var plan: ImportPlan

    private static let sampleSize = 5

    /// - Throws: `Failure.invalid` where it is no table, `Failure.overLimit` where there is no room for it.
    init(_ file: UploadedFile, type: RecordType, keptBy files: StoredFiles) async throws {
        self.type = type
        fileName = String(file.filename.prefix(200))
        // A copy: the upload's own file goes when the request ends.
        let copy = file.path + ".kept"
        if try CardTable.isCards(file.path) {
            try CardTable(type: type).convert(file.path, to: copy)
        } else {
            try FileManager.default.copyItem(atPath: file.path, toPath: copy)
        }
        var isTaken = false
        defer { if !isTaken { try? FileManager.default.removeItem(atPath: copy) } }
        let table = try Self.read(copy)
        encoding = table.encoding
        dialect = table.dialect
        var rows: [[String]] = []
        let reader = try table.reader()
        while rows.count < Self.sampleSize, let record = try reader.next() {
            if !record.isBlank { rows.append(record.texts.map { String($0.prefix(80)) }) }
        }
        guard !rows.isEmpty else { throw Failure.invalid("file", "empty", "There are no rows in this file.") }
        sample = rows
        let width = max(table.header.count, rows.map(\.count).max() ?? 0)
        header = (0..<width).map { $0 < table.header.count ? table.header[$0] : "" }
        plan = ImportMapping(type: type).guess(header)
        (digest, fileSize) = try await files.keep(fileAt: copy)
        isTaken = true
    }

    private static func read(_ path: String) throws -> CSVFile {
        do {
            return try CSVFile(URL(fileURLWithPath: path))
        } catch let error as CSVError {
            throw Failure.invalid("file", "not_a_table", error.sentence)
        }
    }
}
