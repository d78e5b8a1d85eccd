import Postgres

/// A column of a feature's table that holds the digests of files: what one of them names is kept.
struct FileReference: Sendable {
    let table: SQLIdentifier
    let column: SQLIdentifier
    /// Which rows still need their file.
    let condition: SQL

    /// - Parameter condition: over alias `f`; without one, each row needs its file as long as it is there.
    init(_ table: SQLIdentifier, _ column: SQLIdentifier, while condition: SQL = "true") {
        (self.table, self.column, self.condition) = (table, column, condition)
    }

    static let all = Features.all.flatMap(\.fileReferences)

    /// That none of them names the file `digest`.
    static func none(to digest: SQL) -> SQL {
        all.map { "not exists (select from \($0.table) f where f.\($0.column) = \(digest) and \($0.condition))" as SQL }
            .joined(by: " and ")
    }
}
