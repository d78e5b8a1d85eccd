import ArgumentParser
import Platform

struct IndexBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Builds what tenants wait for, and drops what they gave up, beside their traffic.",
        discussion: """
            A server that has the owner's login does this by itself every minute. It may be stopped at any time, and goes on when run again.

            Example: console index build
            """)

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        // One connection holds the lock on the schema while another builds.
        try await ConsoleSession(options).withPlatform(connections: 2) { platform in
            let indexes = OnDemandIndexes(platform)
            let changes = try await indexes.waiting().map { PlannedChange("change", "tenant \($0.slug)", "its indexes on demand") }
            guard let count = try await change.perform("index build", on: platform, changes, options, { try await indexes.buildAll() })
            else {
                return
            }
            StandardStreams.say("\(count) looked after.")
        }
    }
}
