import Foundation
import Platform
import Postgres
import Web

/// A file on its way into the records of one type.
struct Import: Sendable {
    /// What open pages are told has changed while a run goes on.
    static let topic = "import"
    /// How many days the file of one that has come to its end, or was never begun, is kept.
    static let fileDays = 7
    /// How many days it stands in the list: as long as notifications lead to it, and far longer than it can be undone.
    static let days = 180

    enum State: String, Sendable, CaseIterable {
        /// Waits for a person to say what each column is.
        case mapping
        /// Being read without writing anything.
        case checking
        case checked, running, done, failed
        /// Somebody stopped it; what was taken in before that is there.
        case cancelled

        var isWorking: Bool { self == .checking || self == .running }
        /// Whether it was begun for real, and nothing more will come of it.
        var isOver: Bool { self == .done || self == .failed || self == .cancelled }
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
    /// As the person sees it who looks at the import, or for whom it runs.
    private(set) var type: RecordType
    let fileName: String
    let digest: FileDigest
    let fileSize: Int
    let encoding: TextEncoding
    let dialect: CSVDialect
    let header: [String]
    /// The first rows, to recognise the columns by.
    let sample: [[String]]
    let plan: ImportPlan
    let state: State
    /// Where the next record begins; nil at the start.
    let position: CSVPosition?
    let counts: Counts
    let error: String?
    let createdBy: UUID
    let createdAt: Date
    let startedAt: Date?
    let finishedAt: Date?
    /// Whether it was taken back, and that was not.
    let isReverted: Bool
    /// Whether it stopped at no fault of the file's.
    let isInterrupted: Bool

    var path: String { "/imports/\(id.text)" }

    /// The columns that no field takes.
    var ignoredColumns: [Phrase] {
        header.indices.filter { plan.columns[$0] == nil }.map { header[$0].isEmpty ? "Column \($0 + 1)" : "\(header[$0])" }
    }

    /// What rows are recognised by, in order; nothing where each is added.
    var matchKeys: [MatchKey] {
        plan.mode == .create ? [] : plan.keys.compactMap { name in type.importKeys.first { $0.name == name } }
    }

    /// Whether there is something to take back.
    var hasWritten: Bool { state.isOver && counts.created + counts.updated + counts.linked > 0 }

    /// Whether it can be taken up where it stopped.
    func mayGoOn(at now: Date) -> Bool {
        guard isInterrupted, !isReverted, let finishedAt else { return false }
        return finishedAt.addingTimeInterval(Double(Self.fileDays) * 86_400) > now
    }

    func seen(by viewer: Viewer) -> Import {
        var seen = self
        seen.type = viewer.records.refined(type)
        return seen
    }
}

/// What of a plan has no column of its own in the database.
struct ImportOptions: Codable {
    var rules: [Int: ImportColumn.Rule] = [:]
    var createsLinks = true
    var firesAutomations = true
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
        plan = try Self.plan(&row)
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
        isReverted = try row.next()
        isInterrupted = try row.next()
    }

    private static func plan(_ row: inout RowReader) throws -> ImportPlan {
        let names: [Int: String] = try decoded(row.next())
        let mode = ImportPlan.Mode(rawValue: try row.next()) ?? .create
        let keys: String = try row.next()
        let text: String? = try row.next()
        let options: ImportOptions = try text.map { try decoded($0) } ?? ImportOptions()
        let columns = names.map { ($0.key, ImportColumn(field: $0.value, rule: options.rules[$0.key] ?? .overwrite)) }
        return ImportPlan(
            columns: Dictionary(uniqueKeysWithValues: columns), mode: mode, keys: keys.split(separator: ",").map { String($0) },
            createsLinks: options.createsLinks, firesAutomations: options.firesAutomations)
    }

    private static func decoded<T: Decodable>(_ text: String) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(text.utf8))
    }
}
