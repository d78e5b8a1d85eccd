import ArgumentParser
import Platform
import Tenant
import Web

struct TenantCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a tenant and prints its admin's invitation link.",
        discussion: """
            The link works once, within seven days.

            Example: console tenant create initech --name Initech --admin-email bill@initech.example --admin-name "Bill Lumbergh"
            """)

    @Argument(help: "The first part of its address: lower-case letters, digits and hyphens.")
    var slug: String

    @Option(help: "What it is called.")
    var name: String

    @Option(help: "Who is let in first.")
    var adminEmail: String

    @Option(help: "That person's name.")
    var adminName: String

    @Option(help: "What it subscribes to.")
    var plan = "trial"

    @Option(help: ArgumentHelp("The brand's colour.", valueName: "#rrggbb"))
    var color: String?

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform(connections: 2) { platform in
            let changes = try await ProvisioningPreview(platform).changes(for: request)
            let link = try await change.perform("tenant create", on: platform, changes, options) { try await create(on: platform) }
            guard let link else { return }
            let tenant = try await TenantRegister(platform).find(slug: slug)
            options.show(Report(record: tenant.fields(platform) + [("invitation_link", .string(link))]))
            StandardStreams.say("\(slug) is ready. Give the link to \(adminEmail).")
        }
    }

    private var request: ProvisioningRequest {
        ProvisioningRequest(
            slug: slug, name: name, brand: BrandChoices(color: color), plan: plan, adminEmail: adminEmail, adminName: adminName)
    }

    private func create(on platform: Platform) async throws -> String {
        let tenant = try await Provisioning(platform).create(request)
        let scope = platform.scope(for: tenant, cause: .console)
        return try await platform.configuration.baseURL(ofTenant: slug) + StaffAdministration(scope: scope).resetLink(for: adminEmail)
    }
}
