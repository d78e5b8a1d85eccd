import ArgumentParser

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Lets a tenant's people in.",
        discussion: "Example: console user reset-password acme ada@acme.example",
        subcommands: [UserCreateCommand.self, UserResetPasswordCommand.self])
}
