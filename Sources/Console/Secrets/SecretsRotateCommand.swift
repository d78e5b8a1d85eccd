import ArgumentParser
import Platform

struct SecretsRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Encrypts every tenant's secrets with the newest key.",
        discussion: """
            To change SECRET_KEY: put the new key in front of the old one with a comma between, restart the servers, run this, wait \
            until sessions and links of the old key have expired, and drop it. Safe to run again at any time.

            Example: console secrets rotate --reason "yearly"
            """)

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            let rotation = SecretRotation(platform)
            let count = try await change.perform("secrets rotate", on: platform, try await rotation.preview(), options) {
                try await rotation.run()
            }
            if let count { StandardStreams.say("\(count) encrypted anew.") }
        }
    }
}
