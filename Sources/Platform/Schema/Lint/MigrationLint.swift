/// Looks for what migrations must not do, by their text alone.
public struct MigrationLint: Sendable {
    /// A statement that must not be released.
    public struct Flaw: Sendable, Hashable, CustomStringConvertible {
        public let migration: String
        public let statement: String
        public let rule: LintRule

        public var description: String { "\(migration) (\(rule.rawValue)): \(rule.advice). In: \(statement)" }
    }

    /// Tables that grow without end in every tenant.
    public static let bigTables: Set<String> = ["events"]

    private let bigTables: Set<String>
    private let build: BuildNumber

    /// - Parameters:
    ///   - bigTables: those that take long to read where the migrations are to run.
    ///   - build: the one that releases them.
    public init(bigTables: Set<String> = MigrationLint.bigTables, build: BuildNumber = Build.number) {
        self.bigTables = bigTables
        self.build = build
    }

    /// - Parameter migrations: all of a plan, or its last ones, in order.
    public func flaws(in migrations: [Migration]) -> [Flaw] {
        var flaws: [Flaw] = []
        var earlier: [LintedStatement] = []
        for migration in migrations {
            var newTables: Set<String> = []
            for text in migration.lintedStatements {
                let statement = LintedStatement(
                    words: SQLWords(text), kind: migration.kind, newTables: newTables, bigTables: bigTables, earlier: earlier, build: build)
                flaws += LintRule.allCases.filter { $0.isBroken(by: statement) }.map {
                    Flaw(migration: migration.id, statement: text, rule: $0)
                }
                if statement.makesTable, let table = statement.table { newTables.insert(table) }
                earlier.append(statement)
            }
        }
        return flaws
    }
}

extension Migration {
    /// Index builds and backfills are made for full tables, so their text is not held against them.
    fileprivate var lintedStatements: [String] { isRequired ? statements : [] }
}
