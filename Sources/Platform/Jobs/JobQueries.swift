import Foundation
import Postgres
import Web

/// The queue as SQL. The same statements serve each tenant's `jobs` and the platform's own.
enum JobQueries {
    /// A job that failed so often is given up: with the waits in between, about half an hour after the first attempt.
    static let attempts = 8

    static func insert(kind: String, payload: some Encodable, actor: Actor, at: Date, uniqueKey: String?) throws -> SQL {
        let payload = JSON(text: String(decoding: try JSONEncoder().encode(payload), as: UTF8.self))
        return """
            insert into jobs (id, kind, payload, actor_id, request_id, run_at, unique_key)
            values (\(UUID.v7()), \(kind), \(payload), \(actor.userID), \(actor.requestID), \(at), \(uniqueKey))
            on conflict (kind, unique_key) where state in ('waiting', 'running') do nothing
            """
    }

    static func insert(_ job: some Job, actor: Actor, at: Date, uniqueKey: String?) throws -> SQL {
        try insert(kind: type(of: job).kind, payload: job, actor: actor, at: at, uniqueKey: uniqueKey)
    }

    /// A job that takes its worker down with it each time must not do so for ever.
    static let bury: SQL = """
        update jobs set state = 'dead', leased_until = null, finished_at = now(),
               last_error = coalesce(last_error || '; ', '') || 'its worker went silent'
        where state = 'running' and leased_until < now() and attempts >= \(attempts)
        returning \(TurnedJob.columns)
        """

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
        where id = \(id) and attempts = \(attempt) and state = 'running'
        """
    }

    /// Waits longer after each failure, 10 s doubling to about an hour, and is given up in the end.
    static func fail(_ id: UUID, attempt: Int, error: String, attempts: Int = attempts) -> SQL {
        """
        update jobs set
            state = case when attempts >= \(attempts) then 'dead' else 'waiting' end,
            finished_at = case when attempts >= \(attempts) then now() end,
            run_at = now() + least(3600, 10 * 2 ^ (attempts - 1)) * (0.8 + 0.4 * random()) * interval '1 second',
            leased_until = null, last_error = \(String(error.prefix(2_000)))
        where id = \(id) and attempts = \(attempt) and state = 'running'
        returning \(TurnedJob.columns)
        """
    }

    /// Given back by a worker that stops: it does not count as an attempt.
    static func release(_ id: UUID, attempt: Int) -> SQL {
        """
        update jobs set state = 'waiting', attempts = attempts - 1, leased_until = null
        where id = \(id) and attempts = \(attempt) and state = 'running'
        """
    }

    static let nextDue: SQL = """
        select min(greatest(run_at, coalesce(leased_until, run_at))) from jobs where state in ('waiting', 'running')
        """
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
