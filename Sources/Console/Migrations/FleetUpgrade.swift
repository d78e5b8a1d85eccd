import Platform
import Web

/// One run of `migrate apply`: the platform's schema, then tenants.
struct FleetUpgrade: Sendable {
    /// How many tenants at once.
    static let workers = 4

    private let platform: Platform
    private let selector: TenantSelector
    private let limit: Int?
    private let maxFailures: Int

    init(_ platform: Platform, selector: TenantSelector, limit: Int?, maxFailures: Int?) {
        self.platform = platform
        self.selector = selector
        self.limit = limit
        self.maxFailures = maxFailures ?? .max
    }

    /// - Returns: whether everything that was meant is up to date now.
    func run(_ change: ChangeOptions, _ options: GlobalOptions) async throws -> Bool {
        let (changes, tenants) = try await work()
        if changes.isEmpty { StandardStreams.say("Nothing to migrate.") }
        let outcome = changes.isEmpty && !change.isDryRun ? Outcome() : try await outcome(changes, tenants, change, options)
        guard let outcome else { return true }
        options.show(outcome.report)
        if let sentence = outcome.sentence { StandardStreams.say(sentence) }
        return outcome.tally.isComplete
    }

    private func outcome(
        _ changes: [PlannedChange], _ tenants: [Tenant], _ change: ChangeOptions, _ options: GlobalOptions
    ) async throws -> Outcome? {
        // The operators' log is a table of the platform's schema, so on a new database that comes before the log's first row.
        let installed = change.isDryRun ? [] : try await install()
        return try await change.perform("migrate apply", on: platform, changes, options) {
            let applied = try await PlatformMigrations(platform).apply()
            return Outcome(platform: installed + applied, tally: await migrate(tenants))
        }
    }

    private func install() async throws -> [String] {
        try await SchemaStatus(platform).isInstalled() ? [] : PlatformMigrations(platform).apply()
    }

    private func work() async throws -> ([PlannedChange], [Tenant]) {
        let status = SchemaStatus(platform)
        var changes = try await status.platformGroup().pending.map { PlannedChange("migrate", "platform", $0.id) }
        guard try await status.isInstalled() else { return (changes, []) }
        let tenants = try await FleetMigrations(platform).outdated(selector, limit: limit)
        for group in try await status.tenantGroups() {
            let members = tenants.filter { $0.schemaVersion == group.version }
            let detail = group.problem ?? group.pending.map(\.id).joined(separator: ", ")
            changes += members.map { PlannedChange("migrate", "tenant \($0.slug)", detail) }
        }
        return (changes, tenants)
    }

    private func migrate(_ tenants: [Tenant]) async -> FleetTally {
        let display = ProgressDisplay()
        let run = FleetRun(FleetMigrations(platform), workers: Self.workers, maxFailures: maxFailures)
        let tally = await run.migrate(tenants) { tally in
            await display.show(total: tally.total, done: tally.done, failed: tally.failed, deferred: tally.deferred)
        }
        await display.end()
        return tally
    }
}

extension FleetUpgrade {
    /// What became of the platform's schema and of each tenant.
    struct Outcome: Sendable {
        var platform: [String] = []
        var tally = FleetTally(total: 0)

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
        case .failed: "failed"
        }
    }

    fileprivate var migrations: [String] { if case .migrated(let ids) = self { ids } else { [] } }

    fileprivate var problem: String? {
        switch self {
        case .failed(let why): why
        case .deferred: "somebody holds a lock in its schema"
        case .migrated, .current: nil
        }
    }
}
