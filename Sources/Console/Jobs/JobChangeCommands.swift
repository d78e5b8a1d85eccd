import ArgumentParser
import Platform

struct JobRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Lets a job that was given up, was cancelled or waits run now, as if it never had.",
        discussion: "Example: console job retry acme --dead --reason \"the mail server is back\"")

    @Argument(help: "The tenant; \"platform\" for the platform's own jobs.")
    var tenant: String

    @Argument(help: "The job's id.")
    var id: String?

    @Flag(help: "Instead of an id: all jobs of the tenant that were given up.")
    var dead = false

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if (id == nil) != dead { throw ValidationError("Name a job by its id, or all that were given up by --dead.") }
    }

    func run() async throws {
        try await step(.retry, change, options) { queues in
            if let id { return try await queues.job(id, of: tenant) }
            let queue = try await queues.queue(of: tenant)
            return (queue, try await queue.list(.init(state: "dead"), limit: .max))
        }
    }
}

struct JobCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Takes a job out of the queue for good; one that runs stops within moments.",
        discussion: "Example: console job cancel acme 0198c5a2-7c1e-7f00-8a51-5b0f4d2c9e10 --reason \"wrong file\"")

    @Argument(help: "The tenant; \"platform\" for the platform's own jobs.")
    var tenant: String

    @Argument(help: "The job's id.")
    var id: String

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await step(.cancel, change, options) { try await $0.job(id, of: tenant) }
    }
}

/// Looks, acts on all or says of the first why not, shows.
private func step(
    _ step: JobChange, _ change: ChangeOptions, _ options: GlobalOptions,
    find: @Sendable (JobQueues) async throws -> (JobRegister, [StoredJob])
) async throws {
    try await ConsoleSession(options).withPlatform { platform in
        let (queue, jobs) = try await find(JobQueues(platform: platform))
        let changes = try jobs.map { try queue.preview(step, of: $0) }
        let done: Void? = try await change.perform("job \(step.rawValue)", on: platform, changes, options) {
            for job in jobs { try await queue.apply(step, to: job) }
        }
        guard done != nil else { return }
        var now: [ListedJob] = []
        for job in jobs { now.append(ListedJob(owner: queue.owner, job: try await queue.find(job.id))) }
        options.show(Report(now, ListedJob.fields))
    }
}
