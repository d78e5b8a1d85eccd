import ArgumentParser
import Platform

struct PoolFillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill", abstract: "Builds spares until so many can be given out.",
        discussion: """
            It may be stopped at any time: what has been built is whole. Spares that are behind do not count; migrate them first.

            Example: console pool fill --size 10
            """)

    @Option(help: "How many spares there shall be.")
    var size: Int

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard (0...1_000).contains(size) else { throw ValidationError("--size must be 0 to 1000.") }
    }

    func run() async throws {
        let size = size
        try await ConsoleSession(options).withPlatform { platform in
            let pool = SparePool(platform)
            let missing = max(0, try await pool.status().missing(to: size))
            let changes =
                missing == 0
                ? [] : [PlannedChange("create", "\(missing) spares", "schema and role each, version \(platform.schemaPlan.version)")]
            let display = ProgressDisplay()
            let built = try await change.perform("pool fill", on: platform, changes, options) {
                try await pool.fill(to: size) { await display.show(total: missing, done: $0) }
            }
            guard let built else { return }
            await display.end()
            options.show(Report(record: try await pool.status().fields))
            StandardStreams.say("\(built) built.")
        }
    }
}

extension SparePool.Status {
    fileprivate func missing(to size: Int) -> Int { size - ready }
}
