import Postgres

/// A column of a feature's table that holds the digests of files: what one of them names is kept.
struct FileReference: Sendable {
    let table: SQLIdentifier
    let column: SQLIdentifier

    init(_ table: SQLIdentifier, _ column: SQLIdentifier) {
        (self.table, self.column) = (table, column)
    }

    static let all = Features.all.flatMap(\.fileReferences)

    /// That none of them names the file `digest`.
    static func none(to digest: SQL) -> SQL {
        all.map { "not exists (select from \($0.table) f where f.\($0.column) = \(digest))" as SQL }.joined(by: " and ")
    }
}
