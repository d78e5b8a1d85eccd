import Foundation
import Postgres
import Web

enum JobQueries {
    static func insert(_ job: some Job, actor: Actor, at: Date, uniqueKey: String?) throws -> SQL {
        let payload = JSON(text: String(decoding: try JSONEncoder().encode(job), as: UTF8.self))
        return """
            insert into jobs (id, kind, payload, actor_id, request_id, run_at, unique_key)
            values (\(UUID.v7()), \(type(of: job).kind), \(payload), \(actor.userID), \(actor.requestID), \(at), \(uniqueKey))
            on conflict (kind, unique_key) where state in ('waiting', 'running') do nothing
            """
    }

    /// The next due job, also one whose worker went silent.
    static let claim: SQL = """
        update jobs set state = 'running', attempts = attempts + 1, leased_until = now() + interval '60 seconds'
        where id = (
            select id from jobs
            where state in ('waiting', 'running') and run_at <= now() and (leased_until is null or leased_until < now())
            order by run_at
            for update skip locked
            limit 1
        )
        returning id, kind, payload, attempts, actor_id, request_id
        """

    static func extendLease(of id: UUID, attempt: Int) -> SQL {
        """
        update jobs set leased_until = now() + interval '60 seconds'
        where id = \(id) and attempts = \(attempt) and state = 'running'
        """
    }

    static func finish(_ id: UUID, attempt: Int) -> SQL {
        """
        update jobs set state = 'done', finished_at = now(), leased_until = null
        where id = \(id) and attempts = \(attempt)
        """
    }

    /// Waits longer after each failure, 10 s doubling to about an hour, and gives up after eight.
    static func fail(_ id: UUID, attempt: Int, error: String) -> SQL {
        """
        update jobs set
            state = case when attempts >= 8 then 'dead' else 'waiting' end,
            run_at = now() + least(3600, 10 * 2 ^ (attempts - 1)) * (0.8 + 0.4 * random()) * interval '1 second',
            leased_until = null, last_error = \(error)
        where id = \(id) and attempts = \(attempt)
        """
    }

    static let nextDue: SQL = """
        select min(greatest(run_at, coalesce(leased_until, run_at))) from jobs where state in ('waiting', 'running')
        """

    static let deleteFinished: SQL = "delete from jobs where state = 'done' and finished_at < now() - interval '7 days'"
}

struct ClaimedJob: RowDecodable {
    let id: UUID
    let kind: String
    let payload: String
    let attempt: Int
    let actorID: UUID?
    let requestID: String?

    init(row: inout RowReader) throws {
        id = try row.next()
        kind = try row.next()
        payload = try row.next()
        attempt = try row.next()
        actorID = try row.next()
        requestID = try row.next()
    }
}

/// `platform.tenants.next_job_at`: an index of who has work when.
enum DueTenantQueries {
    /// The tenant that has waited longest; it goes to the back of the queue while it is looked after.
    static let take: SQL = """
        update platform.tenants set next_job_at = now() + interval '30 seconds'
        where id = (
            select id from platform.tenants
            where next_job_at <= now() and state in ('active', 'read_only')
            order by next_job_at
            for update skip locked
            limit 1
        )
        returning id, next_job_at
        """

    static func wake(_ tenantID: UUID, at: Date) -> SQL {
        "update platform.tenants set next_job_at = least(next_job_at, \(at)) where id = \(tenantID)"
    }

    /// Says when the tenant is due next, unless somebody has queued a job since it was taken: that one would be forgotten.
    static func settle(_ tenantID: UUID, taken: Date, at: Date?) -> SQL {
        "update platform.tenants set next_job_at = \(at) where id = \(tenantID) and next_job_at = \(taken)"
    }

    static let due: SQL = "select count(*) from platform.tenants where next_job_at <= now() + interval '1 minute'"

    static let idle: SQL = "select id from platform.tenants where next_job_at is null and state in ('active', 'read_only')"
}
