/// A statement of a migration, taken apart as far as the rules need it.
struct LintedStatement: Sendable {
    let words: SQLWords
    let kind: Migration.Kind
    /// Tables that the same migration has made before: nobody uses them yet.
    let newTables: Set<String>
    /// Those whose rows take long to read.
    let bigTables: Set<String>
    /// Everything that ran before, in earlier migrations too.
    let earlier: [LintedStatement]
    let build: BuildNumber

    /// The table that it makes, alters, indexes or writes to.
    var table: String? { words.table }

    var makesTable: Bool { words.begins("create table") || words.begins("create unlogged table") }
    var isIndex: Bool { words.begins("create index") || words.begins("create unique index") }
    /// Whether its table may be full and in use.
    var meetsRows: Bool { table.map { !newTables.contains($0) } ?? false }
    var meetsBigTable: Bool { meetsRows && table.map(bigTables.contains) ?? false }

    /// The parts of an `alter table`: `add column …`, `drop constraint …`.
    var actions: [SQLWords] {
        guard words.begins("alter table"), let table, let start = words.words.firstIndex(of: table) else { return [] }
        return SQLWords(words: words.words[(start + 1)...]).parts
    }

    /// The columns that an `alter table` adds, each from its name on.
    var addedColumns: [SQLWords] {
        let constraints = ["constraint", "primary", "unique", "check", "foreign", "exclude"]
        return actions.filter { $0.first == "add" && !constraints.contains($0.words.dropFirst().first ?? "") }.map { action in
            SQLWords(words: action.words.dropFirst().drop { ["column", "if", "not", "exists"].contains($0) })
        }
    }

    /// The lines of a `create table`.
    private var definitions: [SQLWords] { makesTable ? words.inBrackets.parts : [] }

    /// The columns of a new table, each from its name on.
    var newColumns: [SQLWords] { definitions.filter { !$0.isConstraint } }

    /// Constraints of whole tables, and whatever may hold one.
    var constrained: [SQLWords] { definitions + addedColumns + addedConstraints }

    /// Behind the `add`.
    var addedConstraints: [SQLWords] {
        actions.filter { $0.first == "add" }.map { SQLWords(words: $0.words.dropFirst()) }.filter(\.isConstraint)
    }

    /// Bodies of functions and other literals in dollars.
    var bodies: [SQLWords] {
        words.words.filter { $0.hasPrefix("$") || (words.begins("create function") && $0.hasPrefix("'")) }
            .map { SQLWords($0.trimmingPrefix(/\$[a-zA-Z_]*\$/).trimmingPrefix("'").description) }
    }
}

extension SQLWords {
    /// The table that it makes, alters, indexes or writes to.
    var table: String? {
        let introductions = ["create table", "create unlogged table", "alter table", "insert into", "update", "delete from", "drop table"]
        if let introduction = introductions.first(where: begins) {
            return after(introduction)?.words.first { !["if", "not", "exists", "only"].contains($0) }
        }
        let names = ["create index", "create unique index", "create trigger"].contains(where: begins) ? after("on") : nil
        return names?.words.first { $0 != "only" }
    }

    fileprivate var isConstraint: Bool {
        ["constraint", "primary", "unique", "check", "foreign", "exclude"].contains(first ?? "")
    }
}
