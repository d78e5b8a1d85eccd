/// What a migration must not do, since it would hold up a tenant's work, break builds that still run, or not survive sharding.
public enum LintRule: String, Sendable, CaseIterable {
    case volatileDefault = "volatile-default"
    case changedType = "changed-type"
    case uncheckedNotNull = "unchecked-not-null"
    case lockingIndex = "locking-index"
    case lockingConstraint = "locking-constraint"
    case bulkChange = "bulk-change"
    case concurrently
    case inlineConstraint = "inline-constraint"
    case serialOrIdentity = "serial-or-identity"
    case unnamedConstraint = "unnamed-constraint"
    case missingKey = "missing-key"
    case block
    case severalStatements = "several-statements"
    case tableFromQuery = "table-from-query"
    case otherSchema = "other-schema"
    case inheritance
    case readingTrigger = "reading-trigger"
    case notification
    case contraction

    /// What is wrong, and what to do instead.
    public var advice: String {
        switch self {
        case .volatileDefault: "the default differs from row to row, which rewrites the table: add the column without, then backfill"
        case .changedType: "a new type may rewrite the table: add a column, backfill it, and contract in a later release"
        case .uncheckedNotNull:
            "rows may break it: add a check (… is not null) not valid, validate it in a later migration, then set not null"
        case .lockingIndex: "writers would wait for the build: declare it with Migration.index"
        case .lockingConstraint: "all rows are read under a lock: add it not valid, and validate it in a later migration"
        case .bulkChange: "so many rows stay locked until the end: declare it with Migration.backfill"
        case .concurrently: "it cannot run in a transaction: declare it with Migration.index"
        case .inlineConstraint: "Citus refuses constraints within add column: add the constraint in a statement of its own"
        case .serialOrIdentity: "sequences do not move between nodes: use a uuid"
        case .unnamedConstraint: "errors are told apart by a constraint's name: write constraint NAME before it"
        case .missingKey: "every table needs a primary key"
        case .block: "Citus runs each statement by itself: no do blocks"
        case .severalStatements: "each statement stands by itself"
        case .tableFromQuery: "Citus refuses it: create the table, then insert"
        case .otherSchema: "a tenant's schema moves alone: nothing in it may point out of it"
        case .inheritance: "a tenant's schema holds no inheritance, and no partitions of other schemas' tables"
        case .readingTrigger: "triggers that read tables fail on a shard: let the code that writes do it"
        case .notification: "notify takes a lock that all tenants share: let the server announce it after the commit"
        case .contraction: "builds that still run use it: stop using it in one release, and drop it in the next with Migration.contraction"
        }
    }

    /// Whether `statement` breaks the rule.
    func isBroken(by statement: LintedStatement) -> Bool {
        switch self {
        case .volatileDefault: statement.meetsRows && statement.addedColumns.contains(where: \.hasVolatileDefault)
        case .changedType: statement.meetsRows && statement.actions.contains(where: \.changesType)
        case .uncheckedNotNull: statement.meetsRows && statement.demandsUncheckedValues
        case .lockingIndex: statement.meetsBigTable && statement.isIndex && !statement.words.contains("concurrently")
        case .lockingConstraint: statement.meetsBigTable && statement.addedConstraints.contains { !$0.isCheap }
        case .bulkChange: statement.meetsBigTable && ["update", "delete"].contains(statement.words.first ?? "")
        case .concurrently: statement.words.contains("concurrently")
        case .inlineConstraint: statement.addedColumns.contains(where: \.holdsConstraint)
        case .serialOrIdentity: (statement.newColumns + statement.addedColumns).contains(where: \.countsByItself)
        case .unnamedConstraint: statement.constrained.contains(where: \.holdsUnnamedConstraint)
        case .missingKey: statement.makesTable && !statement.words.contains("primary key") && !statement.words.contains("partition of")
        case .block: statement.words.first == "do"
        case .severalStatements: statement.words.words.dropLast().contains(";")
        case .tableFromQuery: statement.makesTableFromQuery
        case .otherSchema: statement.pointsOutOfSchema
        case .inheritance: statement.inherits
        case .readingTrigger: statement.words.contains("returns trigger") && statement.bodies.contains(where: \.readsTables)
        case .notification: ([statement.words] + statement.bodies).contains(where: \.notifies)
        case .contraction: statement.takesAwayWhatIsUsed
        }
    }
}
