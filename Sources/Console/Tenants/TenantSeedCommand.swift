import ArgumentParser
import Platform
import Web

struct TenantSeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fills a tenant with demo people, whose password everybody knows.",
        discussion: """
            Safe to repeat. Refused in production.

            Example: console tenant seed acme
            """)

    @Argument(help: "The tenant.")
    var slug: String

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform(connections: 2) { platform in
            let summary = try await TenantRegister(platform).find(slug: slug)
            let changes = try DemoTenants(platform).preview(summary)
            let done: Void? = try await change.perform("tenant seed", on: platform, changes, options) {
                guard let tenant = try await platform.directory.tenant(id: summary.id) else { throw UnknownName("tenant", slug) }
                try await DemoTenants(platform).staff(tenant)
            }
            guard done != nil else { return }
            options.show(Report(record: summary.fields(platform)))
            StandardStreams.say("\(slug) has its demo people.")
        }
    }
}
