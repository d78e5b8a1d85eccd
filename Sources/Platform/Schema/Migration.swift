import Crypto
import Foundation

/// One step of a schema. Its statements run in one transaction, each as its own top-level statement: Citus wants it so.
public struct Migration: Sendable {
    /// How it gets into schemas that are full and in use.
    public enum Kind: Sendable {
        /// Adds something; builds that do not know of it go on working.
        case expansion
        /// Takes away what builds up to `outgrown` still use, so none of them may work in a schema that has it.
        case contraction(outgrown: BuildNumber)
        /// Built beside the traffic and outside of a transaction; no code relies on it.
        case index(ConcurrentIndex)
        /// Repeated in transactions of its own until it changes no row any more; no code relies on it.
        case backfill(String)
    }

    /// `feature/number-what`, unique and never changed once released.
    public let id: String
    public let kind: Kind
    /// What a schema gets that is new or not in use.
    public let statements: [String]
    /// Differs when somebody edited a migration after it was applied.
    public let checksum: String

    /// A step that only adds.
    public init(_ id: String, _ statements: [String]) {
        self.init(id, .expansion, statements)
    }

    private init(_ id: String, _ kind: Kind, _ statements: [String]) {
        self.id = id
        self.kind = kind
        self.statements = statements
        checksum = hexDigest(of: kind.shown(statements).joined(separator: ";\n"), bytes: 16)
    }

    /// A step that drops or renames. The release before must have stopped using what goes away.
    /// - Parameter outgrown: the last build that still used it.
    public static func contraction(_ id: String, outgrown: BuildNumber, _ statements: [String]) -> Migration {
        Migration(id, .contraction(outgrown: outgrown), statements)
    }

    /// An index on a table that may be big.
    public static func index(_ id: String, _ index: ConcurrentIndex) -> Migration {
        Migration(id, .index(index), [index.statement])
    }

    /// A change of many rows.
    /// - Parameter batch: changes a thousand rows or so that need it, and none where nothing is left to do.
    public static func backfill(_ id: String, _ batch: String) -> Migration {
        Migration(id, .backfill(batch), [])
    }

    /// Whether code may rely on it: a tenant is served before its index builds and backfills are through.
    public var isRequired: Bool { kind.isRequired }

    /// What an operator reads: the statements as a schema in use gets them.
    public var shownStatements: [String] { kind.shown(statements) }

    /// The newest build that cannot work any more once it is applied.
    var outgrown: BuildNumber {
        if case .contraction(let build) = kind { build } else { .none }
    }
}

extension Migration.Kind {
    fileprivate var isRequired: Bool {
        switch self {
        case .expansion, .contraction: true
        case .index, .backfill: false
        }
    }

    fileprivate func shown(_ statements: [String]) -> [String] {
        switch self {
        case .expansion, .contraction: statements
        case .index(let index): [index.concurrentStatement]
        case .backfill(let batch): [batch]
        }
    }
}

/// An index that is built while its table is in use.
public struct ConcurrentIndex: Sendable {
    public let name: String
    let table: String
    let definition: String
    let isUnique: Bool

    /// - Parameter definition: what follows the table's name: `(email, id) where deleted_at is null`.
    public init(_ name: String, on table: String, _ definition: String, isUnique: Bool = false) {
        self.name = name
        self.table = table
        self.definition = definition
        self.isUnique = isUnique
    }

    var statement: String { statement("create index", in: nil) }
    var concurrentStatement: String { statement("create index concurrently", in: nil) }

    /// With the schema named, since outside of a unit of work there is no search path.
    func concurrentStatement(in schema: String) -> String {
        statement("create index concurrently if not exists", in: schema)
    }

    private func statement(_ verb: String, in schema: String?) -> String {
        let verb = isUnique ? verb.replacingOccurrences(of: "create index", with: "create unique index") : verb
        return "\(verb) \(name) on \(schema.map { $0 + "." } ?? "")\(table) \(definition)"
    }
}

func hexDigest(of text: String, bytes: Int) -> String {
    SHA256.hash(data: Data(text.utf8)).prefix(bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
