import ArgumentParser
import Platform
import Web

struct DriftScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Names the tenants whose schema differs; exits 7 if any does.",
        discussion: """
            Each is compared with a template at its own version: columns, indexes, constraints, triggers, functions, grants, owners. \
            Indexes made on demand do not count.

            Example: console drift scan --selector plan=pro -o json
            """)

    @Option(help: "So many connections at once.")
    var workers = 4

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if workers < 1 { throw ValidationError("--workers must be 1 or more.") }
    }

    func run() async throws {
        // One connection more, since a template is built while others wait for it.
        let isClean = try await ConsoleSession(options).withPlatform(connections: workers + 1) { platform in
            let (scan, display) = (DriftScan(platform), ProgressDisplay())
            let tenants = try await scan.tenants(selection.chosen, limit: selection.limit)
            let drifts = try await scan.scan(tenants, workers: workers) { await display.show(total: tenants.count, done: $0) }
            await display.end()
            options.show(Report(drifts, Self.fields))
            StandardStreams.say("\(drifts.count) of \(tenants.count) tenants differ.")
            return drifts.isEmpty
        }
        if !isClean { throw ExitStatus.foundProblems }
    }

    private static var fields: [Report.Field<TenantDrift>] {
        [
            .init("slug") { .string($0.slug) }, .init("version") { .string($0.version) },
            .init("differences") { .number($0.differences.count) },
            .init("objects") { .array($0.differences.map { .string("\($0.kind.rawValue) \($0.object)") }) },
            .init("problem") { .optional($0.problem) },
        ]
    }
}
