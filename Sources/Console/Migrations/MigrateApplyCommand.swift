import ArgumentParser
import Platform

struct MigrateApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Migrates the platform's schema, then every tenant that is behind.",
        discussion: """
            Each tenant in a transaction of its own; those that are busy are tried again at the end. It may be stopped at any time \
            and run twice at once.

            Example: console migrate apply --selector plan=trial --limit 10 --max-failures 1
            """)

    @Option(help: "Begin no further tenant after so many failures.")
    var maxFailures: Int?

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let maxFailures, maxFailures < 1 { throw ValidationError("--max-failures must be 1 or more.") }
    }

    func run() async throws {
        let selector = try selection.chosen
        let isComplete = try await ConsoleSession(options).withPlatform(connections: FleetUpgrade.workers) { platform in
            try await FleetUpgrade(platform, selector: selector, limit: selection.limit, maxFailures: maxFailures).run(change, options)
        }
        if !isComplete { throw ExitStatus.partlyFailed }
    }
}
