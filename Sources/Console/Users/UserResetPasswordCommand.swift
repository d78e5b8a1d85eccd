import ArgumentParser
import Platform
import Tenant

struct UserResetPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password", abstract: "Prints a link with which a person chooses a new password.",
        discussion: """
            The link works once, within three hours; their password stays until they use it. With --password-stdin it is replaced \
            at once and every session ends.

            Example: console user reset-password acme ada@acme.example --reason "lost phone, called back"
            """)

    @Argument(help: "The tenant.")
    var slug: String

    @Argument(help: "What the person signs in with.")
    var email: String

    @OptionGroup var password: PasswordInput
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let given = try password.read()
        try await ConsoleSession(options).withPlatform { platform in
            let people = try await TenantPeople(of: slug, on: platform)
            let changes = try await people.administration.previewReset(of: email, toPassword: given != nil)
            let outcome = try await change.perform("user reset-password", on: platform, changes, options) {
                guard let given else { return PasswordOutcome(path: try await people.administration.resetLink(for: email)) }
                try await people.administration.setPassword(given, of: email)
                return PasswordOutcome(path: nil)
            }
            if let outcome { options.show(outcome.report(slug, email, people)) }
        }
    }
}
