import ArgumentParser

struct MigrateApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Migrates the platform's schema, then every tenant that is behind.",
        discussion: """
            Everything is tried on an empty schema first, then on one tenant, 1 %, 10 % and the rest, each in a transaction of its own; \
            those that are busy are tried again at the end. It may be stopped at any time and run twice at once.

            Exits 4 where the plan is refused, 5 where another migrator holds what is left, 6 where some failed or were not begun, \
            75 where some stayed busy.

            Example: console migrate apply --selector plan=trial --limit 10 --max-failures 3
            """)

    @OptionGroup var migrate: MigrateOptions

    func run() async throws { try await migrate.run("migrate apply", .all) }
}

struct MigrateResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Goes on where a run was stopped, and leaves out those in which it failed.",
        discussion: "Example: console migrate resume")

    @OptionGroup var migrate: MigrateOptions

    func run() async throws { try await migrate.run("migrate resume", .untried) }
}

struct MigrateRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Tries only those again in which the last run has failed.",
        discussion: "Example: console migrate retry --selector slug=acme")

    @OptionGroup var migrate: MigrateOptions

    func run() async throws { try await migrate.run("migrate retry", .failed) }
}
