import Foundation
import Postgres
import Synchronization

/// A row in a tenant's `jobs`, run later and safe to run twice.
public protocol Job: Codable, Sendable {
    /// Names the job in its row; never changes once released.
    static var kind: String { get }
    func run(in context: JobContext) async throws
}

/// What a running job gets: its tenant's scope, for the system itself, and a way to say that it is still alive.
public struct JobContext: Sendable {
    public let scope: TenantScope
    public let jobID: UUID
    public let attempt: Int
    public let platform: Platform

    /// Keeps the lease for another while. - Throws: `LeaseLost` when another worker has taken the job over.
    public func keepAlive() async throws {
        let rows = try await scope.database.write(JobQueries.extendLease(of: jobID, attempt: attempt))
        if rows.affected == 0 { throw LeaseLost() }
    }
}

public struct LeaseLost: Error {}

/// Which jobs a transaction has queued, so that workers are woken only after it committed.
final class EnqueuedJobs: Sendable {
    private let dates = Mutex<Date?>(nil)

    func note(_ date: Date) {
        dates.withLock { $0 = min($0 ?? date, date) }
    }

    var areAny: Bool { dates.withLock { $0 != nil } }
    var earliest: Date { dates.withLock { $0 } ?? .distantFuture }
}

/// Runs a stored job of one kind.
public struct JobKind: Sendable {
    public let name: String
    let run: @Sendable (_ payload: String, JobContext) async throws -> Void

    public init<J: Job>(_ type: J.Type) {
        name = J.kind
        run = { payload, context in
            try await JSONDecoder().decode(J.self, from: Data(payload.utf8)).run(in: context)
        }
    }
}
