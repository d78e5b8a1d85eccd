import ArgumentParser
import Platform
import Tenant
import Web

struct UserCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Adds a person and prints an invitation link.",
        discussion: """
            The link works once, within seven days. With --password-stdin the person can sign in at once instead.

            Example: console user create acme mei@acme.example --name "Mei Tanaka" --role manager
            """)

    @Argument(help: "The tenant.")
    var slug: String

    @Argument(help: "What the person signs in with.")
    var email: String

    @Option(help: "The person's name.")
    var name: String

    @Option(name: .customLong("role"), help: "\(StaffAdministration.roleNames.joined(separator: ", ")); several times for several.")
    var roles: [String] = ["sales_rep"]

    @OptionGroup var password: PasswordInput
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let given = try password.read()
        let newcomer = StaffAdministration.Newcomer(email: email, name: name, roles: roles)
        try await ConsoleSession(options).withPlatform { platform in
            let people = try await TenantPeople(of: slug, on: platform)
            let changes = try await people.administration.preview(newcomer)
            let outcome = try await change.perform("user create", on: platform, changes, options) {
                PasswordOutcome(path: try await people.administration.add(newcomer, password: given))
            }
            if let outcome { options.show(outcome.report(slug, email, people)) }
        }
    }
}

/// How somebody gets in now: by a link, or with the password that was given.
struct PasswordOutcome: Sendable {
    let path: String?

    func report(_ slug: String, _ email: String, _ people: TenantPeople) -> Report {
        let link = path.map { people.baseURL + $0 }
        return Report(record: [("tenant", .string(slug)), ("email", .string(email)), ("link", .optional(link))])
    }
}
