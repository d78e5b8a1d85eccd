import ArgumentParser
import Foundation
import Platform
import Web

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that nothing was changed in or taken out of the operators' log and the tenants'; exits 7 if so.",
        discussion: """
            A chain cannot show that its newest rows were cut off. Keep the output of a run on another machine and give it to a later \
            one: what it names must still be there.

            Example: console audit verify -o json > heads.json; later: console audit verify --against heads.json
            """)

    @Option(help: ArgumentHelp("The JSON of an earlier run, kept elsewhere.", valueName: "file"))
    var against: String?

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let heads = try against.map { try KeptHeads(file: $0) } ?? KeptHeads()
        let chains = try await ConsoleSession(options).withPlatform { platform in
            let chains = try await verify(platform, heads)
            options.show(Report(chains, Self.fields))
            return chains
        }
        let broken = chains.count { $0.problem != nil }
        if broken == 0 { return StandardStreams.say("Every row is sealed by the next.") }
        StandardStreams.say(broken == 1 ? "One chain is broken." : "\(broken) chains are broken.")
        throw ExitStatus.foundProblems
    }

    private func verify(_ platform: Platform, _ heads: KeptHeads) async throws -> [SealedChain] {
        var chains = [try await OperatorAudit(platform).verify(against: heads[OperatorAudit.chainName])]
        let tenants = try await selection.tenants(of: platform).filter { [.active, .readOnly, .suspended].contains($0.state) }
        let display = ProgressDisplay()
        for tenant in tenants {
            guard let full = try await platform.directory.tenant(id: tenant.id) else { continue }
            chains.append(await EventLog(platform, of: full).verified(against: heads[tenant.slug]))
            await display.show(total: tenants.count, done: chains.count - 1)
        }
        await display.end()
        return chains
    }

    private static var fields: [Report.Field<SealedChain>] {
        [
            .init("chain") { .string($0.name) }, .init("state") { .string($0.problem == nil ? "ok" : "fail") },
            .init("rows") { .number($0.rows) }, .init("covered") { .number($0.covered) }, .init("head") { .string($0.head) },
            .init("first_broken_row") { $0.problem == nil ? .null : .number($0.rows + 1) }, .init("problem") { .optional($0.problem) },
        ]
    }
}

/// What an earlier run has shown of each chain.
private struct KeptHeads {
    private var heads: [String: ChainHead] = [:]

    init() {}

    /// - Throws: `ValidationError` for what is not the JSON of `audit verify`.
    init(file: String) throws {
        guard let bytes = FileManager.default.contents(atPath: file), let rows = (try? JSONValue(parsing: Array(bytes)))?["data"]?.array
        else { throw ValidationError("\(file) is not what \"console audit verify -o json\" has written.") }
        for row in rows {
            guard let name = row["chain"]?.string, let number = row["rows"]?.int, let hash = row["head"]?.string, number > 0 else {
                continue
            }
            heads[name] = ChainHead(number: number, hash: hash)
        }
    }

    subscript(chain: String) -> ChainHead? { heads[chain] }
}
