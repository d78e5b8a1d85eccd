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
    var mapping: [Int: String]
    var mode: Import.Mode
    var matchOn: String

    private static let sampleSize = 5

    /// - Throws: `Failure.invalid` where it is no table.
    init(_ file: UploadedFile, type: RecordType, files: TenantFiles) async throws {
        self.type = type
        fileName = String(file.filename.prefix(200))
        fileSize = file.size
        let table = try Self.read(file)
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
        mapping = ImportMapping(type: type).guess(header)
        mode = .create
        matchOn = type.matchKeys.first?.field ?? ""
        // A copy: the upload's own file goes when the request ends.
        let copy = file.path + ".kept"
        try FileManager.default.copyItem(atPath: file.path, toPath: copy)
        digest = try await files.take(fileAt: copy)
    }

    private static func read(_ file: UploadedFile) throws -> CSVFile {
        do {
            return try CSVFile(URL(fileURLWithPath: file.path))
        } catch let error as CSVError {
            throw Failure.invalid("file", "not_a_table", error.sentence)
        }
    }
}
