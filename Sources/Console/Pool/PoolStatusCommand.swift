import ArgumentParser
import Platform
import Web

struct PoolStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Says how many spares can be given out, and how many wait for a migration.",
        discussion: "Example: console pool status -o json")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            let status = try await SparePool(platform).status()
            options.show(Report(record: status.fields))
            if status.behind > 0 { StandardStreams.say("Those behind are given out after: console migrate apply") }
        }
    }
}

extension SparePool.Status {
    /// What every command about the pool prints.
    var fields: [(String, JSONValue)] {
        [("ready", .number(ready)), ("behind", .number(behind))]
    }
}
