import ArgumentParser

struct JobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "Work in the background: of tenants, and of the platform itself.",
        discussion: "Example: console job list --state dead",
        subcommands: [JobListCommand.self, JobShowCommand.self, JobRetryCommand.self, JobCancelCommand.self])
}
