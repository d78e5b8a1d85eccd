import ArgumentParser
import Foundation
import Logging

/// Measures the product on a server and a database of its own, beside its yardsticks, in one run.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures the product beside its yardsticks.",
        discussion: "Example: bin/bench contacts_list_json --seconds 5 --json results.json", subcommands: [Run.self, Hello.self],
        defaultSubcommand: Run.self)
}

struct Run: AsyncParsableCommand {
    @Argument(help: "What to measure; everything if nothing is named.")
    var names: [String] = []

    @Option(help: "Write the results to this file as JSON.")
    var json: String?

    @Option(help: "How long each load runs.")
    var seconds = 8

    @Option(help: "How many tenants there are: 50 with contacts, and 1000 schemas in all where a fleet is migrated or looked over.")
    var tenants: Int?

    @Option(help: "How many contacts each of them has.")
    var contacts = 10_000

    func validate() throws {
        let unknown = names.filter { name in !Measurement.all.contains { $0.names.contains(name) } }
        guard unknown.isEmpty else {
            throw ValidationError(
                "There is nothing called \(unknown.joined(separator: ", ")). Known: \(Measurement.all.flatMap(\.names).joined(separator: " "))"
            )
        }
    }

    func run() async throws {
        let chosen = Measurement.all.filter { names.isEmpty || !Set($0.names).isDisjoint(with: names) }
        let site = try await BenchSite.start(tenants: tenants ?? 50, fleet: tenants ?? 1_000, contacts: contacts)
        defer { site.stop() }
        var results: [BenchResult] = []
        for measurement in chosen {
            say("measuring \(measurement.names.joined(separator: ", "))")
            let measured = try await measurement.measure(site, Load(seconds: seconds))
            results += measured
            for result in measured { print(result.line) }
        }
        if let json { try BenchReport(results: results).write(to: json) }
    }
}

/// Progress, apart from the results.
func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// The logger of everything that the benchmark itself runs.
let benchLogger: Logger = {
    var logger = Logger(label: "bench") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    return logger
}()
