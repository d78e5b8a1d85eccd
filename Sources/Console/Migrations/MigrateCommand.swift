import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the platform's schema and every tenant's up to date.",
        discussion: "Example: console migrate plan && console migrate apply",
        subcommands: [
            MigratePlanCommand.self, MigrateApplyCommand.self, MigrateResumeCommand.self, MigrateRetryCommand.self,
            MigrateStatusCommand.self, MigrateVerifyCommand.self,
        ])
}
