import ArgumentParser
import Platform
import Postgres

struct TenantStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenants", abstract: "What each tenant keeps, on disk and in numbers, and how busy it is.",
        discussion: "Example: console stats tenants --selector plan=trial -o csv")

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var watching: WatchOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let isComplete = try await ConsoleSession(options).withPlatform { platform in
            try await watching.repeat {
                let tenants = try await selection.tenants(of: platform).filter { [.active, .readOnly, .suspended].contains($0.state) }
                let stats = await measure(tenants, on: platform)
                options.show(Report(stats, Self.fields))
                return stats.count == tenants.count
            }
        }
        if !isComplete { throw ExitStatus.partlyFailed }
    }

    /// One that cannot be measured is named, and does not keep the others from being.
    private func measure(_ tenants: [TenantSummary], on platform: Platform) async -> [TenantStats] {
        let (measure, display) = (TenantMeasure(platform, counts: Self.counts), ProgressDisplay())
        var stats: [TenantStats] = []
        var problems: [String] = []
        for tenant in tenants {
            do {
                stats.append(try await measure.stats(of: tenant))
            } catch {
                problems.append("\(tenant.slug) cannot be measured: \(error)")
            }
            await display.show(total: tenants.count, done: stats.count, failed: problems.count)
        }
        await display.end()
        for problem in problems { StandardStreams.say(problem) }
        return stats
    }

    /// In the order of the columns that show them.
    private static let counts: [SQL] = [
        "select count(*) from users where status = 'active'",
        "select count(*) from contacts where deleted_at is null",
        "select count(*) from companies where deleted_at is null",
    ]

    private static var fields: [Report.Field<TenantStats>] {
        [
            .init("slug") { .string($0.tenant.slug) }, .init("state") { .string($0.tenant.state.rawValue) },
            .init("plan") { .optional($0.tenant.plan) }, .init("users") { .number($0.counts[0]) },
            .init("contacts") { .number($0.counts[1]) }, .init("companies") { .number($0.counts[2]) },
            .init("bytes") { .number($0.bytes) }, .init("waiting_jobs") { .number($0.waitingJobs) },
            .init("dead_jobs") { .number($0.deadJobs) }, .init("last_event_at") { .optional($0.lastEventAt) },
        ]
    }
}
