import ArgumentParser
import Platform

struct TenantListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists tenants by slug.",
        discussion: "Example: console tenant list --selector plan=trial,state=active -o json")

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            options.show(Report(try await selection.tenants(of: platform), Self.fields))
        }
    }

    private static var fields: [Report.Field<TenantSummary>] {
        [
            .init("slug") { .string($0.slug) }, .init("name") { .string($0.name) }, .init("state") { .string($0.state.rawValue) },
            .init("plan") { .optional($0.plan) }, .init("schema_version") { .string($0.schemaVersion) },
            .init("created_at") { .optional($0.createdAt) },
        ]
    }
}
