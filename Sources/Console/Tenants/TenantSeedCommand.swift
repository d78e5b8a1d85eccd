import ArgumentParser
import Platform
import Web

struct TenantSeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fills a tenant with demo people, whose password everybody knows.",
        discussion: """
            Safe to repeat: what is there already counts. Refused in production.

            Example: console tenant seed acme --records 500
            """)

    @Argument(help: "The tenant.")
    var slug: String

    @Option(help: "Contacts about nobody, until there are so many, and companies for them.")
    var records = 0

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if !(0...100_000).contains(records) { throw ValidationError("--records is a number from 0 to 100000.") }
    }

    func run() async throws {
        try await ConsoleSession(options).withPlatform(connections: 2) { platform in
            let summary = try await TenantRegister(platform).find(slug: slug)
            let changes = try DemoTenants(platform).preview(summary, records: records)
            let done: Void? = try await change.perform("tenant seed", on: platform, changes, options) {
                guard let tenant = try await platform.directory.tenant(id: summary.id) else { throw UnknownName("tenant", slug) }
                try await DemoTenants(platform).staff(tenant)
                if records > 0 { try await DemoTenants(platform).fill(tenant, records: records) }
            }
            guard done != nil else { return }
            options.show(Report(record: summary.fields(platform)))
            StandardStreams.say(records == 0 ? "\(slug) has its demo people." : "\(slug) has its demo people and \(records) contacts.")
        }
    }
}
