import Foundation
import Postgres
import Web

/// All jobs, as operators look at them and step in.
public struct JobRegister: Sendable {
    /// Which jobs are meant.
    public struct Selector: Sendable {
        public var state: String?
        public var kind: String?

        public init(state: String? = nil, kind: String? = nil) {
            (self.state, self.kind) = (state, kind)
        }

        public static let states = ["waiting", "running", "done", "dead", "cancelled"]
    }

    private let platform: Platform
    private let queue: JobQueue
    /// Whose jobs these are: a slug, or `platform`.
    public let owner: String

    /// The platform's own jobs.
    public init(_ platform: Platform) {
        (self.platform, queue, owner) = (platform, .platform(platform), "platform")
    }

    public init(_ platform: Platform, of tenant: Tenant) {
        (self.platform, queue, owner) = (platform, .tenant(platform.scope(for: tenant, cause: .console)), tenant.slug)
    }

    /// The latest first.
    public func list(_ selector: Selector = Selector(), limit: Int) async throws -> [StoredJob] {
        try await queue.perform(
            """
            select \(StoredJob.columns) from jobs
            where (\(selector.state) is null or state = \(selector.state)) and (\(selector.kind) is null or kind = \(selector.kind))
            order by id desc limit \(limit)
            """
        ).decode(StoredJob.self)
    }

    /// - Throws: `UnknownName`.
    public func find(_ id: UUID) async throws -> StoredJob {
        let rows = try await queue.perform("select \(StoredJob.columns) from jobs where id = \(id)")
        guard let job = try rows.decode(StoredJob.self).first else { throw UnknownName("job", id.text) }
        return job
    }

    /// What `apply` would do.
    /// - Throws: `JobConflict` where the job's state does not allow it.
    public func preview(_ change: JobChange, of job: StoredJob) throws -> PlannedChange {
        let name = "job \(job.id.text)"
        guard change.origins.contains(job.state) else {
            throw JobConflict(
                "\(name) is \(job.state); only one that is \(change.origins.joined(separator: " or ")) can be changed by \(change.rawValue)."
            )
        }
        return PlannedChange(change.rawValue, "\(name) of \(owner)", "\(job.kind), \(job.state) → \(change.target)")
    }

    /// One that runs and is cancelled is told so within moments, and stops where it next waits.
    /// - Throws: `JobConflict`, also where the job is not what it was, or its like is waiting already.
    public func apply(_ change: JobChange, to job: StoredJob) async throws {
        _ = try preview(change, of: job)
        do {
            let changed = try await queue.change(
                """
                update jobs set \(change.assignments) where id = \(job.id) and state = \(job.state) returning \(TurnedJob.columns)
                """, telling: change.turn)
            guard changed.count == 1 else { throw JobConflict("The job has changed meanwhile; look at it again.") }
        } catch let error as PostgresError where error.kind == .uniqueViolation {
            throw JobConflict("The same job is waiting already.")
        }
        if case .tenant(let scope) = queue { await platform.jobsEnqueued(by: scope.tenant, at: platform.now()) }
    }

    /// How many jobs of each kind are in which state.
    public func counts() async throws -> [JobCount] {
        try await queue.perform(
            """
            select kind, count(*) filter (where state = 'waiting'), count(*) filter (where state = 'running'),
                   count(*) filter (where state = 'dead'), count(*) filter (where state = 'done'),
                   coalesce(extract(epoch from now() - min(run_at) filter (where state = 'waiting' and run_at < now()))::float8, 0)
            from jobs group by kind
            """
        ).decode(JobCount.self)
    }
}

/// A job as its row has it. What it is about stays in the database: it may hold personal data.
public struct StoredJob: Sendable, RowDecodable {
    public let id: UUID
    public let kind: String
    public let state: String
    public let attempts: Int
    public let runAt: Date
    public let leasedUntil: Date?
    public let createdAt: Date
    public let finishedAt: Date?
    public let lastError: String?
    public let requestID: String?
    public let actorID: UUID?
    public let uniqueKey: String?

    public init(row: inout RowReader) throws {
        id = try row.next()
        kind = try row.next()
        state = try row.next()
        attempts = try row.next()
        runAt = try row.next()
        leasedUntil = try row.next()
        createdAt = try row.next()
        finishedAt = try row.next()
        lastError = try row.next()
        requestID = try row.next()
        actorID = try row.next()
        uniqueKey = try row.next()
    }

    static let columns: SQL = """
        id, kind, state, attempts, run_at, leased_until, created_at, finished_at, last_error, request_id, actor_id, unique_key
        """
}

/// How an operator steps in.
public enum JobChange: String, Sendable {
    /// Runs again now, as if it never had.
    case retry
    /// Never runs again.
    case cancel

    var origins: [String] {
        switch self {
        case .retry: ["waiting", "dead", "cancelled"]
        case .cancel: ["waiting", "running", "dead"]
        }
    }

    var target: String { turn.state }

    fileprivate var turn: JobTurn {
        switch self {
        case .retry: .retried
        case .cancel: .cancelled
        }
    }

    fileprivate var assignments: SQL {
        switch self {
        case .retry: "state = 'waiting', attempts = 0, run_at = now(), leased_until = null, finished_at = null"
        case .cancel: "state = 'cancelled', finished_at = now(), leased_until = null"
        }
    }
}

public struct JobCount: Sendable, RowDecodable {
    public let kind: String
    public internal(set) var waiting: Int
    public internal(set) var running: Int
    public internal(set) var dead: Int
    /// Not yet swept away.
    public internal(set) var done: Int
    /// How long the one that waits longest has been due.
    public internal(set) var secondsLate: Double

    public init(row: inout RowReader) throws {
        kind = try row.next()
        waiting = try row.next()
        running = try row.next()
        dead = try row.next()
        done = try row.next()
        secondsLate = try row.next()
    }

    /// Those of several queues together, by kind.
    public static func sums(_ counts: [JobCount]) -> [JobCount] {
        var sums: [String: JobCount] = [:]
        for count in counts {
            sums[count.kind]?.add(count)
            if sums[count.kind] == nil { sums[count.kind] = count }
        }
        return sums.values.sorted { $0.kind < $1.kind }
    }

    private mutating func add(_ other: JobCount) {
        waiting += other.waiting
        running += other.running
        dead += other.dead
        done += other.done
        secondsLate = max(secondsLate, other.secondsLate)
    }
}

/// The job is in a state that does not allow it.
public struct JobConflict: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
