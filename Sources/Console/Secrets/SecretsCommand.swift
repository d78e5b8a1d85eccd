import ArgumentParser

struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "Looks after the encryption of tenants' own keys.",
        discussion: "Example: console secrets rotate --reason \"yearly\"",
        subcommands: [SecretsRotateCommand.self])
}
