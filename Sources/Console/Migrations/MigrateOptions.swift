import ArgumentParser
import Platform

/// What `apply`, `resume` and `retry` understand.
struct MigrateOptions: ParsableArguments {
    @Option(help: "So many tenants at once.")
    var workers = 4

    @Option(help: "Begin no further tenant after so many failures.")
    var maxFailures = 1

    @Option(help: "The tenant that goes first, by slug; without it a spare does, or the first of all.")
    var canary: String?

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if maxFailures < 1 { throw ValidationError("--max-failures must be 1 or more.") }
        if workers < 1 { throw ValidationError("--workers must be 1 or more.") }
    }

    /// - Throws: an `ExitStatus` that says how it ended, unless everything that was meant is up to date now.
    func run(_ command: String, _ choice: FleetMigrations.Choice) async throws {
        // Each worker may need a second connection for an index build.
        let status = try await ConsoleSession(options).withPlatform(connections: 2 * workers) { platform in
            try await FleetUpgrade(platform, command, choice, self).run()
        }
        if status != .done { throw status }
    }
}
