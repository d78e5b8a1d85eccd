import Postgres

/// All migrations of a kind of schema, in the order in which they apply.
public struct SchemaPlan: Sendable {
    /// What this build can do in a schema of some version.
    public enum Acceptance: Sendable {
        case accepted
        /// The schema lacks something that this build relies on.
        case behind
        /// The schema has outgrown this build, or another line of builds has made it.
        case tooNew
    }

    public let migrations: [Migration]
    /// Short text that stands for the whole list: a schema that records it has nothing to migrate.
    public let version: String
    private let own: SchemaVersion
    private let build: BuildNumber

    public init(_ migrations: [Migration], build: BuildNumber = Build.number) {
        self.migrations = migrations
        self.build = build
        own = SchemaVersion(migrations)
        version = own.description
    }

    /// The range of versions that this build works with: from all that it knows itself up to the first contraction that it does not
    /// survive. Whether index builds and backfills are through does not matter.
    public func acceptance(of version: String) -> Acceptance {
        if version == self.version { return .accepted }
        guard let schema = SchemaVersion(version) else { return version.isEmpty ? .behind : .tooNew }
        if schema.steps < own.steps { return .behind }
        if schema.steps == own.steps { return schema.digest == own.digest ? .accepted : .tooNew }
        return schema.outgrown < build ? .accepted : .tooNew
    }

    /// What `ledger` lacks, in order.
    /// - Throws: `SchemaError` when an applied migration was edited since, or the schema is newer than this build.
    public func pending(after ledger: [AppliedMigration]) throws -> [Migration] {
        try check(ledger)
        let done = Set(ledger.map(\.id))
        return migrations.filter { !done.contains($0.id) }
    }

    /// What `ledger` holds: the plan as it was when the schema came to its version.
    /// - Throws: as `pending(after:)`.
    func applied(in ledger: [AppliedMigration]) throws -> SchemaPlan {
        try check(ledger)
        let done = Set(ledger.map(\.id))
        return SchemaPlan(migrations.filter { done.contains($0.id) }, build: build)
    }

    /// The version of a schema that holds the migrations with these ids.
    func version(with ids: Set<String>) -> String {
        ids.count == migrations.count ? version : SchemaVersion(migrations.filter { ids.contains($0.id) }).description
    }

    private func check(_ ledger: [AppliedMigration]) throws {
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.id, $0.checksum) })
        for applied in ledger {
            guard let checksum = known[applied.id] else { throw SchemaError.newerThanBuild(applied.id) }
            guard checksum == applied.checksum else { throw SchemaError.edited(applied.id) }
        }
    }
}

public struct AppliedMigration: Sendable, Hashable, RowDecodable {
    public let id: String
    public let checksum: String

    public init(row: inout RowReader) throws {
        id = try row.next()
        checksum = try row.next()
    }
}

public enum SchemaError: Error, CustomStringConvertible {
    case edited(String)
    case newerThanBuild(String)

    public var description: String {
        switch self {
        case .edited(let id): "migration \(id) was changed after it had been applied"
        case .newerThanBuild(let id): "the schema holds migration \(id), which this build does not know"
        }
    }
}
