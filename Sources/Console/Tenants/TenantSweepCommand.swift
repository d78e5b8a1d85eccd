import ArgumentParser
import Platform
import Web

struct TenantSweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Finishes or cleans up what a crash has left of making and purging tenants.",
        discussion: """
            A server that has the owner's login does so every minute. Schemas and roles that belong to no tenant go once they have been \
            seen for ten minutes. Exits 6 if something could not be put right.

            Example: console tenant sweep --reason "power failure"
            """)

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let outcome = try await ConsoleSession(options).withPlatform(connections: 2) { platform in
            let sweep = FleetSweep(platform)
            let outcome = try await change.perform("tenant sweep", on: platform, try await sweep.preview(), options) {
                try await sweep.run()
            }
            if let outcome { options.show(outcome.report) }
            return outcome
        }
        if let outcome, !outcome.problems.isEmpty { throw ExitStatus.partlyFailed }
    }
}

extension FleetSweep.Outcome {
    fileprivate var report: Report {
        let lines = finished.map { ("finished", $0) } + removed.map { ("removed", $0) } + problems.map { ("left", $0) }
        return Report(lines, [.init("outcome") { .string($0.0) }, .init("what") { .string($0.1) }])
    }
}
