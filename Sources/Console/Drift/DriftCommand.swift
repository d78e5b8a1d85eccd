import ArgumentParser

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Finds schemas that are not what their migrations build.",
        discussion: "Example: console drift scan && echo all alike",
        subcommands: [DriftScanCommand.self, DriftShowCommand.self])
}
