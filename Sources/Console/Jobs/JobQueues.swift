import Foundation
import Platform
import Web

/// Finds the jobs that an operator means.
struct JobQueues: Sendable {
    let platform: Platform

    /// Every queue, or that of `owner`: a slug, or `platform` for the platform's own jobs.
    /// - Throws: `UnknownName`.
    func queues(of owner: String?) async throws -> [JobRegister] {
        if let owner { return [try await queue(of: owner)] }
        var queues = [JobRegister(platform)]
        for tenant in try await TenantRegister(platform).list() where [.active, .readOnly, .suspended].contains(tenant.state) {
            if let full = try await platform.directory.tenant(id: tenant.id) { queues.append(JobRegister(platform, of: full)) }
        }
        return queues
    }

    /// - Throws: `UnknownName`.
    func queue(of owner: String) async throws -> JobRegister {
        if owner == "platform" { return JobRegister(platform) }
        guard let tenant = try await platform.directory.tenant(slug: owner) else { throw UnknownName("tenant", owner) }
        return JobRegister(platform, of: tenant)
    }

    /// One job, by the queue and id that `job list` shows.
    /// - Throws: `UnknownName`.
    func job(_ id: String, of owner: String) async throws -> (JobRegister, [StoredJob]) {
        let queue = try await queue(of: owner)
        guard let number = UUID(uuidString: id) else { throw UnknownName("job", id) }
        return (queue, [try await queue.find(number)])
    }
}

/// A job and whose it is.
struct ListedJob {
    let owner: String
    let job: StoredJob

    static var fields: [Report.Field<ListedJob>] {
        [
            .init("tenant") { .string($0.owner) }, .init("id") { .string($0.job.id.text) },
            .init("kind") { .string($0.job.kind) }, .init("state") { .string($0.job.state) },
            .init("attempts") { .number($0.job.attempts) },
            .init("run_at") { .optional($0.job.runAt) }, .init("last_error") { .optional($0.job.lastError) },
        ]
    }

    /// What only one job at a time is shown with.
    static var detail: [Report.Field<ListedJob>] {
        fields + [
            .init("created_at") { .optional($0.job.createdAt) }, .init("leased_until") { .optional($0.job.leasedUntil) },
            .init("finished_at") { .optional($0.job.finishedAt) }, .init("request_id") { .optional($0.job.requestID) },
            .init("actor_id") { .optional($0.job.actorID.map { $0.text }) },
            .init("unique_key") { .optional($0.job.uniqueKey) },
        ]
    }

    var record: Report { Report(record: Self.detail.map { ($0.name, $0.value(self)) }) }
}
