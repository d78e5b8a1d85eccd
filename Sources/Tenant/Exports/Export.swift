import Foundation
import Platform
import Postgres
import Web

/// A file of records that is made in the background, kept for a while for the person who asked for it.
struct Export: Sendable {
    /// What open pages are told has changed while it is being written.
    static let topic = "export"
    /// How long its file is kept.
    static let lifetime: TimeInterval = 7 * 86_400

    enum State: String, Sendable, CaseIterable {
        case running, done, failed
    }

    let id: UUID
    /// As the person sees it who asked for it.
    private(set) var type: RecordType
    let format: ExportFormat
    /// The list, as its address says it.
    let parameters: String
    /// Only these; nil for the whole list.
    let ids: [UUID]?
    let state: State
    /// How many records there were when it began; an estimate, where they were many.
    let total: Int
    let written: Int
    let digest: FileDigest?
    let size: Int?
    let error: String?
    let createdBy: UUID
    let createdAt: Date
    let finishedAt: Date?
    let expiresAt: Date

    var path: String { "/exports/\(id.text)" }
    var fileName: String { "\(type.plural).\(format.rawValue)" }

    func seen(by viewer: Viewer) -> Export {
        var seen = self
        seen.type = viewer.records.refined(type)
        return seen
    }
}

extension Export: RowDecodable {
    init(row: inout RowReader) throws {
        id = try row.next()
        guard let type = RecordTypes.named(try row.next()) else { throw Failure.notFound }
        self.type = type
        format = ExportFormat(rawValue: try row.next()) ?? .csv
        parameters = try row.next()
        ids = try row.next()
        state = State(rawValue: try row.next()) ?? .failed
        total = try row.next()
        written = try row.next()
        let digest: String? = try row.next()
        self.digest = digest.flatMap { FileDigest($0) }
        size = try row.next()
        error = try row.next()
        createdBy = try row.next()
        createdAt = try row.next()
        finishedAt = try row.next()
        expiresAt = try row.next()
    }
}
