import ArgumentParser
import Platform

struct JobStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "How many jobs of each kind wait, run, are done or were given up, over all tenants.",
        discussion: "Example: console stats jobs --watch")

    @OptionGroup var watching: WatchOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let isComplete = try await ConsoleSession(options).withPlatform { platform in
            try await watching.repeat { try await count(platform) }
        }
        if !isComplete { throw ExitStatus.partlyFailed }
    }

    private func count(_ platform: Platform) async throws -> Bool {
        let queues = try await JobQueues(platform: platform).queues(of: nil)
        let display = ProgressDisplay()
        var (counts, problems): ([JobCount], [String]) = ([], [])
        for queue in queues {
            do { counts += try await queue.counts() } catch { problems.append("\(queue.owner) cannot be read: \(error)") }
            await display.show(total: queues.count, done: queues.count - problems.count, failed: problems.count)
        }
        await display.end()
        options.show(Report(JobCount.sums(counts), Self.fields))
        for problem in problems { StandardStreams.say(problem) }
        return problems.isEmpty
    }

    private static var fields: [Report.Field<JobCount>] {
        [
            .init("kind") { .string($0.kind) }, .init("waiting") { .number($0.waiting) }, .init("running") { .number($0.running) },
            .init("dead") { .number($0.dead) }, .init("done") { .number($0.done) },
            .init("seconds_late") { .double($0.secondsLate.rounded()) },
        ]
    }
}
