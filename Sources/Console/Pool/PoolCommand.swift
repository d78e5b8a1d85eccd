import ArgumentParser

struct PoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pool", abstract: "Keeps spare tenants: schemas and roles built ahead of need, so that a new tenant is there at once.",
        discussion: "Example: console pool fill --size 10",
        subcommands: [PoolStatusCommand.self, PoolFillCommand.self, PoolDrainCommand.self])
}
