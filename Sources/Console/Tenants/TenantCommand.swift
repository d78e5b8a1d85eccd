import ArgumentParser

struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Makes tenants, shows them, lets them rest.",
        discussion: "Example: console tenant list --selector state=active",
        subcommands: [
            TenantCreateCommand.self, TenantListCommand.self, TenantShowCommand.self, TenantSuspendCommand.self, TenantResumeCommand.self,
        ])
}
