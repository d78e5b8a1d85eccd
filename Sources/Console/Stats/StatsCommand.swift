import ArgumentParser

struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Measures.", discussion: "Example: console stats tenants",
        subcommands: [TenantStatsCommand.self])
}
