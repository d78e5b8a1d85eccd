import Platform
import Web

/// One run of a command that changes the state of a tenant, or of many.
struct StateChange: Sendable {
    /// Asked for before anything is done: the slug, or for many their number.
    typealias Confirm = @Sendable (String) throws -> Void

    private let step: TenantChange
    private let choice: TenantChoice
    private let change: ChangeOptions
    private let options: GlobalOptions

    init(_ step: TenantChange, _ choice: TenantChoice, _ change: ChangeOptions, _ options: GlobalOptions) {
        self.step = step
        self.choice = choice
        self.change = change
        self.options = options
    }

    func run(confirm: @escaping Confirm = { _ in }) async throws {
        if let slug = choice.slug { return try await Self.one(slug, step, change, options, confirm: confirm) }
        let tally = try await ConsoleSession(options).withPlatform { platform in try await many(on: platform, confirm) }
        if let tally, !tally.isComplete { throw ExitStatus.partlyFailed }
    }

    /// Looks, asks, acts, shows.
    static func one(
        _ slug: String, _ step: TenantChange, _ change: ChangeOptions, _ options: GlobalOptions, confirm: @escaping Confirm
    ) async throws {
        try await ConsoleSession(options).withPlatform { platform in
            let (register, lifecycle) = (TenantRegister(platform), TenantLifecycle(platform))
            let tenant = try await register.find(slug: slug)
            let changes = try lifecycle.preview(step, of: tenant)
            let done: Void? = try await change.perform(
                "tenant \(step.rawValue)", on: platform, changes, options, confirmedBy: { try confirm(slug) }
            ) {
                try await lifecycle.apply(step, to: tenant)
            }
            guard done != nil else { return }
            let changed = try await register.find(slug: slug)
            options.show(Report(record: changed.fields(platform)))
            StandardStreams.say("\(slug) is \(changed.state.rawValue).")
        }
    }

    /// - Returns: nil in a dry run.
    private func many(on platform: Platform, _ confirm: Confirm) async throws -> StateTally? {
        let tenants = try await choice.selection.tenants(of: platform)
        let lifecycle = TenantLifecycle(platform)
        // Those that are there already need nothing; those that cannot get there fail when their turn comes.
        let waiting = tenants.filter { $0.state != step.target }
        let changes = waiting.flatMap { (try? lifecycle.preview(step, of: $0)) ?? [] }
        let confirmed = { if !waiting.isEmpty { try confirm("\(waiting.count)") } }
        let tally = try await change.perform("tenant \(step.rawValue)", on: platform, changes, options, confirmedBy: confirmed) {
            await apply(to: waiting, lifecycle, StateTally(total: waiting.count))
        }
        guard let tally else { return nil }
        options.show(tally.report)
        StandardStreams.say(tally.sentence)
        return tally
    }

    /// One that fails does not keep the others from it, unless too many do.
    private func apply(to tenants: [TenantSummary], _ lifecycle: TenantLifecycle, _ empty: StateTally) async -> StateTally {
        let display = ProgressDisplay()
        var tally = empty
        for tenant in tenants where tally.failed < choice.maxFailures ?? .max {
            do {
                _ = try lifecycle.preview(step, of: tenant)
                try await lifecycle.apply(step, to: tenant)
                tally.note(tenant.slug, problem: nil)
            } catch {
                tally.note(tenant.slug, problem: "\(error)")
            }
            await display.show(total: tally.total, done: tally.done, failed: tally.failed)
        }
        await display.end()
        return tally
    }
}

/// What became of each tenant of a bulk change.
struct StateTally: Sendable {
    let total: Int
    private var entries: [(slug: String, problem: String?)] = []

    init(total: Int) {
        self.total = total
    }

    mutating func note(_ slug: String, problem: String?) {
        entries.append((slug, problem))
    }

    var done: Int { entries.count { $0.problem == nil } }
    var failed: Int { entries.count { $0.problem != nil } }
    var isComplete: Bool { done == total }
    var sentence: String { "\(done) done, \(failed) failed, \(total - entries.count) not begun." }

    var report: Report {
        Report(
            entries,
            [
                .init("slug") { .string($0.slug) }, .init("outcome") { .string($0.problem == nil ? "changed" : "failed") },
                .init("problem") { .optional($0.problem) },
            ])
    }
}
