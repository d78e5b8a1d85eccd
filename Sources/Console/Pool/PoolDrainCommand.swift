import ArgumentParser
import Platform

struct PoolDrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Removes spares, those first that would be given out last.",
        discussion: """
            Nothing is lost, since nobody is in them; new tenants take longer until the pool is filled again.

            Example: console pool drain --limit 5
            """)

    @Option(help: "At most so many.")
    var limit: Int?

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more.") }
    }

    func run() async throws {
        let limit = limit
        try await ConsoleSession(options).withPlatform { platform in
            let pool = SparePool(platform)
            let status = try await pool.status()
            let count = min(status.ready + status.behind, limit ?? .max)
            let changes = count == 0 ? [] : [PlannedChange("remove", "\(count) spares", "with their schemas and roles")]
            let display = ProgressDisplay()
            let removed = try await change.perform("pool drain", on: platform, changes, options) {
                try await pool.drain(limit: limit) { await display.show(total: count, done: $0) }
            }
            guard let removed else { return }
            await display.end()
            options.show(Report(record: try await pool.status().fields))
            StandardStreams.say("\(removed) removed.")
        }
    }
}
