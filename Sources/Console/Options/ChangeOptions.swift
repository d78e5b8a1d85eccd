import ArgumentParser
import Platform

/// What every command understands that changes something.
struct ChangeOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Say exactly what would change, and change nothing.")
    var isDryRun = false

    @Option(help: "Why, for the operators' log.")
    var reason: String?

    /// Does the work between two rows of the operators' log, whose arguments hold the reason.
    /// - Returns: nil in a dry run, which shows `changes` instead.
    func perform<T: Sendable>(
        _ command: String, on platform: Platform, _ changes: [PlannedChange], _ options: GlobalOptions,
        confirmedBy confirm: () throws -> Void = {}, _ work: @Sendable () async throws -> T
    ) async throws -> T? {
        if isDryRun {
            options.show(Report(changes))
            StandardStreams.say("Nothing was changed.")
            return nil
        }
        try confirm()
        return try await OperatorAudit(platform).around(Operator.entry(command), work)
    }
}

extension Report {
    init(_ changes: [PlannedChange]) {
        self.init(
            changes,
            [
                Field("action") { .string($0.action) }, Field("target") { .string($0.target) }, Field("detail") { .string($0.detail) },
            ])
    }
}
