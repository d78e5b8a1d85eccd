import ArgumentParser
import Platform
import Web

struct SystemStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "system", abstract: "The database and the fleet at a glance.",
        discussion: "Example: console stats system --watch")

    @OptionGroup var watching: WatchOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await show(.system, watching, options) { rows, columns in
            Report(record: columns.map { column in (column, rows.first?[column] ?? .null) })
        }
    }
}

struct LockStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locks", abstract: "Who waits for whom.", discussion: "Example: console stats locks --watch --every 1")

    @OptionGroup var watching: WatchOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws { try await show(.locks, watching, options) }
}

struct ConnectionStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections", abstract: "Who is connected and does what, counted.",
        discussion: "Example: console stats connections -o csv")

    @OptionGroup var watching: WatchOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws { try await show(.connections, watching, options) }
}

struct SlowStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slow",
        abstract:
            "Statements that take longest: since the counting began where pg_stat_statements is loaded, otherwise those that run now.",
        discussion: "Example: console stats slow --limit 10")

    @Option(help: "At most so many.")
    var limit = 20

    @OptionGroup var watching: WatchOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
    }

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            let stats = DatabaseStats(platform)
            try await sayWhatIsHidden(stats)
            try await watching.repeat {
                options.show(Report(try await stats.slow(limit: limit), columns: DatabaseStats.View.slowColumns))
            }
        }
    }
}

private func show(
    _ view: DatabaseStats.View, _ watching: WatchOptions, _ options: GlobalOptions,
    as report: @escaping @Sendable ([JSONValue], [String]) -> Report = { Report($0, columns: $1) }
) async throws {
    try await ConsoleSession(options).withPlatform { platform in
        let stats = DatabaseStats(platform)
        try await sayWhatIsHidden(stats)
        try await watching.repeat { options.show(report(try await stats.rows(view), view.columns)) }
    }
}

private func sayWhatIsHidden(_ stats: DatabaseStats) async throws {
    if try await stats.seesEverything() { return }
    StandardStreams.say("Only our own sessions are shown in full. As a superuser: grant pg_read_all_stats to the owner's login.")
}

extension Report {
    /// Objects as they come from the database.
    fileprivate init(_ rows: [JSONValue], columns: [String]) {
        self.init(rows, columns.map { column in Field(column) { $0[column] ?? .null } })
    }
}
