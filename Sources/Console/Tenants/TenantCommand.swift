import ArgumentParser

struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Makes tenants, shows them, lets them rest and go.",
        discussion: "Example: console tenant list --selector state=active",
        subcommands: [
            TenantCreateCommand.self, TenantListCommand.self, TenantShowCommand.self, TenantRenameCommand.self, TenantSuspendCommand.self,
            TenantResumeCommand.self, TenantReadOnlyCommand.self, TenantDeleteCommand.self, TenantRestoreCommand.self,
            TenantPurgeCommand.self, TenantSeedCommand.self, TenantSweepCommand.self,
        ])
}
