import ArgumentParser
import Platform

struct TenantShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one tenant.", discussion: "Example: console tenant show acme")

    @Argument(help: "The tenant.")
    var slug: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            options.show(Report(record: try await TenantRegister(platform).find(slug: slug).fields(platform)))
        }
    }
}
