import Foundation
import Platform
import Postgres
import Web

/// A file on its way into the records of one type.
struct Import: Sendable {
    /// What open pages are told has changed while a run goes on.
    static let topic = "import"

    enum Mode: String, Sendable, CaseIterable {
        case create, update, upsert

        var label: Phrase {
            switch self {
            case .create: "Add every row as new"
            case .update: "Only update records that are there"
            case .upsert: "Update what is there, add the rest"
            }
        }
    }

    enum State: String, Sendable {
        /// Waits for a person to say what each column is.
        case mapping
        /// Being read without writing anything.
        case checking
        case checked, running, done, failed

        var isWorking: Bool { self == .checking || self == .running }
    }

    /// What has become of the rows so far.
    struct Counts: Sendable, Equatable {
        var created = 0
        var updated = 0
        var unchanged = 0
        var rejected = 0
        /// Linked records that were made because there were none of that name.
        var linked = 0

        var rows: Int { created + updated + unchanged + rejected }
    }

    let id: UUID
    let type: RecordType
    let fileName: String
    let digest: FileDigest
    let fileSize: Int
    let encoding: TextEncoding
    let dialect: CSVDialect
    let header: [String]
    /// The first rows, to recognise the columns by.
    let sample: [[String]]
    /// The field that each column fills, by its index; columns that are not in it are ignored.
    let mapping: [Int: String]
    let mode: Mode
    let matchOn: String
    let state: State
    /// Where the next record begins; nil at the start.
    let position: CSVPosition?
    let counts: Counts
    let error: String?
    let createdBy: UUID
    let createdAt: Date
    let startedAt: Date?
    let finishedAt: Date?

    var path: String { "/imports/\(id.uuidString.lowercased())" }

    /// The columns that no field takes.
    var ignoredColumns: [Phrase] {
        header.indices.filter { mapping[$0] == nil }.map { header[$0].isEmpty ? "Column \($0 + 1)" : "\(header[$0])" }
    }

    var matchKey: MatchKey? { type.matchKeys.first { $0.field == matchOn } }
}

extension Import: RowDecodable {
    init(row: inout RowReader) throws {
        id = try row.next()
        guard let type = RecordTypes.named(try row.next()) else { throw Failure.notFound }
        self.type = type
        fileName = try row.next()
        guard let digest = FileDigest(try row.next()) else { throw Failure.notFound }
        self.digest = digest
        fileSize = try row.next()
        encoding = TextEncoding(rawValue: try row.next())
        dialect = try Self.decoded(row.next())
        header = try row.next()
        sample = try Self.decoded(row.next())
        let names: [String: String] = try Self.decoded(row.next())
        mapping = Dictionary(uniqueKeysWithValues: names.compactMap { key, value in Int(key).map { ($0, value) } })
        mode = Mode(rawValue: try row.next()) ?? .create
        matchOn = try row.next()
        state = State(rawValue: try row.next()) ?? .failed
        let place: String? = try row.next()
        position = try place.map { try Self.decoded($0) }
        counts = Counts(
            created: try row.next(), updated: try row.next(), unchanged: try row.next(), rejected: try row.next(), linked: try row.next())
        error = try row.next()
        createdBy = try row.next()
        createdAt = try row.next()
        startedAt = try row.next()
        finishedAt = try row.next()
    }

    private static func decoded<T: Decodable>(_ text: String) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(text.utf8))
    }
}
