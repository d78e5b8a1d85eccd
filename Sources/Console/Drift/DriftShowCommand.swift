import ArgumentParser
import Platform
import Web

struct DriftShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows how one tenant's schema differs; exits 7 if it does.",
        discussion: "Example: console drift show acme")

    @Argument(help: "The tenant.")
    var slug: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let drift = try await ConsoleSession(options).withPlatform(connections: 2) { platform in
            var selector = TenantSelector()
            selector.slug = slug
            let scan = DriftScan(platform)
            let tenants = try await scan.tenants(selector)
            guard !tenants.isEmpty else { throw UnknownName("tenant", slug) }
            return try await scan.scan(tenants).first
        }
        options.show(Report(drift?.differences ?? [], Self.fields))
        guard let drift else { return StandardStreams.say("\(slug) is as its migrations build it.") }
        if let problem = drift.problem { StandardStreams.say("\(slug) cannot be compared: \(problem).") }
        throw ExitStatus.foundProblems
    }

    private static var fields: [Report.Field<TenantDrift.Difference>] {
        [
            .init("difference") { .string($0.kind.rawValue) }, .init("object") { .string($0.object) },
            .init("expected") { .optional($0.expected) }, .init("found") { .optional($0.found) },
        ]
    }
}
