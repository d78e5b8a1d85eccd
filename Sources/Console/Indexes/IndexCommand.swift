import ArgumentParser

struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Builds the indexes that tenants want for their own fields.",
        discussion: "Example: console index build", subcommands: [IndexBuildCommand.self])
}
