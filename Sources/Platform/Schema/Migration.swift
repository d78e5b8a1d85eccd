import Crypto
import Foundation
import Postgres

/// One step of a schema. Its statements run in one transaction, each as its own top-level statement: Citus wants it so.
public struct Migration: Sendable {
    /// `feature/number-what`, unique and never changed once released.
    public let id: String
    public let statements: [String]

    public init(_ id: String, _ statements: [String]) {
        self.id = id
        self.statements = statements
    }

    /// Differs when somebody edited a migration after it was applied.
    public var checksum: String {
        SHA256.hash(data: Data(statements.joined(separator: ";\n").utf8)).prefix(16).map { String(format: "%02x", $0) }.joined()
    }
}

/// All migrations of a kind of schema, in the order in which they apply.
public struct SchemaPlan: Sendable {
    public let migrations: [Migration]
    /// Short digest of the whole list: a schema that records it has nothing to migrate.
    public let version: String

    public init(_ migrations: [Migration]) {
        self.migrations = migrations
        let text = migrations.map { $0.id + $0.checksum }.joined(separator: "\n")
        version = SHA256.hash(data: Data(text.utf8)).prefix(8).map { String(format: "%02x", $0) }.joined()
    }

    /// What `ledger` lacks, in order.
    /// - Throws: `SchemaError` when an applied migration was edited since, or the schema is newer than this build.
    public func pending(after ledger: [AppliedMigration]) throws -> [Migration] {
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.id, $0.checksum) })
        for applied in ledger {
            guard let checksum = known[applied.id] else { throw SchemaError.newerThanBuild(applied.id) }
            guard checksum == applied.checksum else { throw SchemaError.edited(applied.id) }
        }
        let done = Set(ledger.map(\.id))
        return migrations.filter { !done.contains($0.id) }
    }
}

public struct AppliedMigration: Sendable, RowDecodable {
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
