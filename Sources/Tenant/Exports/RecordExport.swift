import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// The records of a list as a file.
struct RecordExport: Sendable {
    private(set) var query: RecordQuery
    let scope: TenantScope
    let format: ExportFormat
    /// The list's parameters, as the log keeps them.
    let parameters: String

    /// So many records fit into a spreadsheet while somebody waits for it. More become a file in the background.
    static let directLimit = 20_000

    init(query: RecordQuery, scope: TenantScope, format: ExportFormat = .csv, parameters: String = "") {
        self.query = query
        self.query.action = .export
        (self.scope, self.format, self.parameters) = (scope, format, parameters)
    }

    private var type: RecordType { query.type }
    private var fileName: String { "\(type.plural).\(format.rawValue)" }

    /// Notes the export in the log before the first byte leaves.
    func response() async throws -> Response {
        try permit()
        let total = try await total(inBackground: false)
        if format == .xlsx && total.count > Self.directLimit {
            throw Failure.invalid(
                "limit", "too_many",
                "More than \(grouped: Self.directLimit) records become an Excel file in the background: start an export.")
        }
        try await scope.database.transaction { try await note(total, in: $0) }
        guard format == .xlsx else { return .download(fileName, format.mediaType, ExportPieces(export: self)) }
        let file = LentFile.temporary
        try await write(to: file.path) { _ in }
        return .download(fileName, format.mediaType, try file.pieces())
    }

    func permit() throws {
        guard scope.viewer.may(.export, type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you export \(type.pluralLabel.lowercased()).")
        }
    }

    /// What is wrong with the query is found here, before an answer begins.
    func total(inBackground: Bool) async throws -> RecordTotal {
        _ = try query.page()
        let cost = QueryCost(scope: scope)
        try await cost.check(query, for: .export(inBackground: inBackground))
        return try await cost.total(of: query)
    }

    /// Who took what along, and how much of it.
    func note(_ total: RecordTotal, in transaction: TenantTransaction) async throws {
        var after: JSONObject = ["format": .string(format.rawValue), "count": .int(Int64(total.count)), "filter": .string(parameters)]
        if total.isEstimate { after["count_is_estimate"] = true }
        try await transaction.record(
            Event(
                "\(type.name).exported", recordType: type.name, recordID: scope.viewer.userID ?? scope.tenant.id,
                after: JSON(text: String(decoding: JSONValue.object(after).serialized, as: UTF8.self))))
    }

    // MARK: Writing

    /// - Parameter progress: is told how many records are written.
    /// - Returns: how many there are.
    @discardableResult
    func write(to path: String, progress: (Int) async throws -> Void) async throws -> Int {
        format == .xlsx ? try await writeSpreadsheet(path, progress) : try await writeText(path, progress)
    }

    private func writeSpreadsheet(_ path: String, _ progress: (Int) async throws -> Void) async throws -> Int {
        let header = query.fields.map(\.label.description) + [ImportMapping.id.label.description]
        let sheet = try XLSXWriter(path: path, sheet: String(type.pluralLabel.description.prefix(31)), header: header)
        var count = 0
        for try await rows in ExportedRows(query: query, scope: scope) {
            for row in rows { try sheet.append(try cells(of: row).map(\.spreadsheet) + [.text(try id(of: row))]) }
            count += rows.count
            try await progress(count)
        }
        try sheet.close()
        return count
    }

    private func writeText(_ path: String, _ progress: (Int) async throws -> Void) async throws -> Int {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        var (count, isFirst) = (0, true)
        for try await rows in ExportedRows(query: query, scope: scope) {
            try handle.write(contentsOf: format == .vcf ? cards(rows) : table(rows, withHeader: isFirst))
            isFirst = false
            count += rows.count
            try await progress(count)
        }
        return count
    }

    func table(_ rows: [Row], withHeader: Bool) throws -> [UInt8] {
        var writer = CSVWriter()
        if withHeader { writer.append(record: query.fields.map(\.label.description) + [ImportMapping.id.label.description]) }
        for row in rows {
            for cell in try cells(of: row) { cell.write(to: &writer) }
            writer.append(try id(of: row))
            writer.endRecord()
        }
        return writer.take()
    }

    func cards(_ rows: [Row]) throws -> [UInt8] {
        var writer = VCardWriter()
        for row in rows { writer.append(VCard(try row.record(of: type, shape: query.shape))) }
        return writer.take()
    }

    private func cells(of row: Row) throws -> [ExportCell] {
        try query.fields.enumerated().map { offset, field in
            ExportCell(value: try field.value(in: row[offset + 2]), type: field.type)
        }
    }

    /// By which a corrected file finds its records again.
    private func id(of row: Row) throws -> String {
        try row[0].decode(UUID.self).text
    }
}

extension LentFile {
    /// A file that is not there yet, and goes with the last reference to it.
    static var temporary: LentFile {
        LentFile(path: FileManager.default.temporaryDirectory.appendingPathComponent("export-\(UUID().uuidString)").path, temporary: true)
    }
}
