import ArgumentParser
import Platform

struct MigrateVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compares what is noted of each tenant's version with its schema's own ledger; exits 7 if it differs.",
        discussion: """
            With --repair the notes are written anew from the ledgers; a ledger that does not fit this build is left alone.

            Example: console migrate verify --repair
            """)

    @Flag(help: "Note what the ledgers say.")
    var repair = false

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let isSound = try await ConsoleSession(options).withPlatform { platform in
            let tenants = try await DriftScan(platform).tenants(selection.chosen, limit: selection.limit)
            let (check, display) = (LedgerCheck(platform), ProgressDisplay())
            let faults = await check.faults(tenants) { await display.show(total: tenants.count, done: $0) }
            await display.end()
            options.show(Report(faults, Self.fields))
            if faults.isEmpty { return true }
            guard repair else { return false }
            let changes = faults.filter { $0.actual != nil }.map {
                PlannedChange("note", "tenant \($0.slug)", "version \($0.actual ?? "")")
            }
            let repaired = try await change.perform("migrate verify", on: platform, changes, options) { try await check.repair(faults) }
            return repaired == faults.count
        }
        if !isSound { throw ExitStatus.foundProblems }
    }

    private static var fields: [Report.Field<LedgerCheck.Fault>] {
        [
            .init("slug") { .string($0.slug) }, .init("noted") { .string($0.noted) }, .init("ledger") { .optional($0.actual) },
            .init("problem") { .optional($0.problem) },
        ]
    }
}
