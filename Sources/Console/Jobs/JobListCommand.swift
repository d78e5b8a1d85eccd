import ArgumentParser
import Platform

struct JobListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists jobs, of each tenant the latest first.",
        discussion: "Example: console job list --state dead --kind mail.send -o json")

    @Option(help: "Only those of this tenant; \"platform\" for the platform's own.")
    var tenant: String?

    @Option(help: "Only those that are \(JobRegister.Selector.states.joined(separator: ", ")).")
    var state: String?

    @Option(help: "Only those of this kind.")
    var kind: String?

    @Option(help: "At most so many of each tenant.")
    var limit = 50

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        if let state, !JobRegister.Selector.states.contains(state) {
            throw ValidationError("\"\(state)\" is no state: use one of \(JobRegister.Selector.states.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        let isComplete = try await ConsoleSession(options).withPlatform { platform in
            var (jobs, problems): ([ListedJob], [String]) = ([], [])
            for queue in try await JobQueues(platform: platform).queues(of: tenant) {
                do {
                    jobs += try await queue.list(.init(state: state, kind: kind), limit: limit).map {
                        ListedJob(owner: queue.owner, job: $0)
                    }
                } catch {
                    problems.append("\(queue.owner) cannot be read: \(error)")
                }
            }
            options.show(Report(jobs, ListedJob.fields))
            for problem in problems { StandardStreams.say(problem) }
            return problems.isEmpty
        }
        if !isComplete { throw ExitStatus.partlyFailed }
    }
}

struct JobShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a job. What it is about is not shown: it may hold personal data.",
        discussion: "Example: console job show acme 0198c5a2-…")

    @Argument(help: "The tenant; \"platform\" for the platform's own jobs.")
    var tenant: String

    @Argument(help: "The job's id.")
    var id: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            let (queue, jobs) = try await JobQueues(platform: platform).job(id, of: tenant)
            for job in jobs { options.show(ListedJob(owner: queue.owner, job: job).record) }
        }
    }
}
