import Platform
import Web

/// One run of `migrate apply`: the platform's schema, then tenants.
struct FleetUpgrade: Sendable {
    private let platform: Platform
    /// As the operators' log names it.
    private let command: String
    private let choice: FleetMigrations.Choice
    private let order: MigrateOptions

    init(_ platform: Platform, _ command: String, _ choice: FleetMigrations.Choice, _ order: MigrateOptions) {
        self.platform = platform
        self.command = command
        self.choice = choice
        self.order = order
    }

    func run() async throws -> ExitStatus {
        var outcome = Outcome()
        let own = try await SchemaStatus(platform).platformGroup().pending
        if !own.isEmpty {
            guard let applied = try await migratePlatform(own.map { PlannedChange("migrate", "platform", $0.id) }) else {
                StandardStreams.say("Tenants are looked at once the platform's schema is current.")
                return .done
            }
            outcome.platform = applied
        }
        let tenants = try await FleetMigrations(platform).outdated(order.selection.chosen, choice, limit: order.selection.limit)
        if own.isEmpty, tenants.isEmpty { StandardStreams.say("Nothing to migrate.") }
        if !tenants.isEmpty || (own.isEmpty && order.change.isDryRun) {
            guard let tally = try await migrateTenants(tenants) else { return .done }
            outcome.tally = tally
        }
        order.options.show(outcome.report)
        if let sentence = outcome.sentence { StandardStreams.say(sentence) }
        return outcome.status
    }

    /// What is asked of tenants needs the platform's own tables as this build knows them, so these come first.
    private func migratePlatform(_ changes: [PlannedChange]) async throws -> [String]? {
        // The operators' log is one of them, so on a new database they are there before the log's first row.
        let isInstalled = try await SchemaStatus(platform).isInstalled()
        let installed = isInstalled || order.change.isDryRun ? [] : try await PlatformMigrations(platform).apply()
        return try await order.change.perform(command, on: platform, changes, order.options) {
            try await installed + PlatformMigrations(platform).apply()
        }
    }

    /// - Throws: `PlanRefused`, before anything is logged or done.
    private func migrateTenants(_ tenants: [Tenant]) async throws -> FleetTally? {
        var changes: [PlannedChange] = []
        let versions = Set(tenants.map(\.schemaVersion))
        for group in try await SchemaStatus(platform).tenantGroups() where versions.contains(group.version) {
            let refusals = try await MigrationReviewer(platform).review(group).refusals
            guard refusals.isEmpty else { throw PlanRefused(sentences: refusals) }
            let detail = group.problem ?? group.pending.map(\.id).joined(separator: ", ")
            let members = tenants.filter { $0.schemaVersion == group.version }
            changes += members.map { PlannedChange("migrate", "tenant \($0.slug)", detail) }
        }
        return try await order.change.perform(command, on: platform, changes, order.options) { try await migrate(tenants) }
    }

    private func migrate(_ tenants: [Tenant]) async throws -> FleetTally {
        let display = ProgressDisplay()
        let run = FleetRun(
            FleetMigrations(platform), workers: order.workers, maxFailures: order.maxFailures, canary: order.canary)
        let tally = try await run.migrate(tenants) { tally in
            await display.show(total: tally.total, done: tally.done, failed: tally.failed, deferred: tally.deferred)
        }
        await display.end()
        return tally
    }
}

/// The plan holds what must not be done to tenants that are at work.
struct PlanRefused: Error, CustomStringConvertible {
    let sentences: [String]
    var description: String { "The plan is refused.\n" + sentences.joined(separator: "\n") }
}

extension FleetUpgrade {
    /// What became of the platform's schema and of each tenant.
    struct Outcome: Sendable {
        var platform: [String] = []
        var tally = FleetTally(total: 0)

        var status: ExitStatus {
            if tally.isComplete { return .done }
            if tally.failed + tally.untouched > 0 { return .partlyFailed }
            return tally.claimed > 0 ? .conflict : .tryLater
        }

        var sentence: String? {
            tally.total == 0 ? nil : "\(tally.done) done, \(tally.failed) failed, \(tally.deferred) deferred, \(tally.untouched) not begun."
        }

        var report: Report {
            let own = platform.isEmpty ? [] : [("platform", FleetMigrations.Outcome.migrated(platform))]
            return Report(
                own + tally.entries.map { ("tenant \($0.slug)", $0.outcome) },
                [
                    .init("schema") { .string($0.0) }, .init("outcome") { .string($0.1.word) },
                    .init("migrations") { .array($0.1.migrations.map { .string($0) }) }, .init("problem") { .optional($0.1.problem) },
                ])
        }
    }
}

extension FleetMigrations.Outcome {
    fileprivate var word: String {
        switch self {
        case .migrated: "migrated"
        case .current: "current"
        case .deferred: "deferred"
        case .claimed: "claimed"
        case .failed: "failed"
        }
    }

    fileprivate var migrations: [String] { if case .migrated(let ids) = self { ids } else { [] } }

    fileprivate var problem: String? {
        switch self {
        case .failed(let why): why
        case .deferred: "somebody holds a lock in its schema"
        case .claimed: "another migrator is at work in it"
        case .migrated, .current: nil
        }
    }
}
