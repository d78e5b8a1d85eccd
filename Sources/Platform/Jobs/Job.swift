import Foundation
import Postgres

/// A row in a tenant's `jobs`, run later and safe to run twice.
public protocol Job: Codable, Sendable {
    /// Names the job in its row; never changes once released.
    static var kind: String { get }
    func run(in context: JobContext) async throws
    /// Writes down what that means for the work that the job was to do, in the transaction in which it happens. Where this fails,
    /// the job takes its turn all the same.
    func turned(_ turn: JobTurn, in transaction: TenantTransaction) async throws
}

extension Job {
    public func turned(_ turn: JobTurn, in transaction: TenantTransaction) async throws {}
}

/// What a running job gets: its tenant's scope, for the system itself. Its lease is kept while it runs; a job that has lost it
/// is cancelled.
public struct JobContext: Sendable {
    public let scope: TenantScope
    public let jobID: UUID
    public let attempt: Int
    public let platform: Platform

    /// Asks whether the job is still this worker's, before it does something that must not happen twice.
    /// - Throws: `LeaseLost` when another worker has taken it over, or an operator has cancelled it.
    public func keepAlive() async throws {
        let rows = try await scope.database.write(JobQueries.extendLease(of: jobID, attempt: attempt))
        if rows.affected == 0 { throw LeaseLost() }
    }
}

/// A row in the platform's own `jobs`: work that belongs to no tenant.
public protocol PlatformJob: Codable, Sendable {
    /// Names the job in its row; never changes once released.
    static var kind: String { get }
    func run(in context: PlatformJobContext) async throws
}

/// What a running job of the platform gets.
public struct PlatformJobContext: Sendable {
    public let platform: Platform
    public let jobID: UUID
    public let attempt: Int
}

public struct LeaseLost: Error {}

/// Runs a stored job of one kind.
public struct JobKind: Sendable {
    enum Run: Sendable {
        case tenant(@Sendable (_ payload: String, JobContext) async throws -> Void)
        case platform(@Sendable (_ payload: String, PlatformJobContext) async throws -> Void)
    }

    public let name: String
    let run: Run
    /// Nil for jobs of the platform, which nobody waits for.
    let turned: (@Sendable (_ payload: String, JobTurn, TenantTransaction) async throws -> Void)?

    public init<J: Job>(_ type: J.Type) {
        name = J.kind
        run = .tenant { payload, context in
            try await JSONDecoder().decode(J.self, from: Data(payload.utf8)).run(in: context)
        }
        turned = { payload, turn, transaction in
            try await JSONDecoder().decode(J.self, from: Data(payload.utf8)).turned(turn, in: transaction)
        }
    }

    public init<J: PlatformJob>(_ type: J.Type) {
        name = J.kind
        run = .platform { payload, context in
            try await JSONDecoder().decode(J.self, from: Data(payload.utf8)).run(in: context)
        }
        turned = nil
    }

    /// Every kind that a worker knows, by its name.
    static func all(of features: [Feature]) -> [String: JobKind] {
        let known = features.flatMap(\.jobs) + [JobKind(SendMail.self), JobKind(Housekeeping.self), JobKind(PlatformHousekeeping.self)]
        return Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0) })
    }
}
