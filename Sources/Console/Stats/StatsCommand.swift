import ArgumentParser

struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Measures.", discussion: "Example: console stats tenants",
        subcommands: [
            SystemStatsCommand.self, TenantStatsCommand.self, JobStatsCommand.self, LockStatsCommand.self, ConnectionStatsCommand.self,
            SlowStatsCommand.self,
        ])
}
