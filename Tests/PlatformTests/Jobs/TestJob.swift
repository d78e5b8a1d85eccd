import Foundation
import Platform
import Support
import Synchronization

/// A job that does what its test wants and can be asked how often it ran.
struct TestJob: Job {
    static let kind = "test"
    static let kinds = [JobKind(TestJob.self), JobKind(PatientJob.self), JobKind(WatchedJob.self)]

    /// Whose runs these are: each test has an id of its own.
    let test: UUID
    /// Fails so many times before it succeeds.
    var failures = 0

    private static let runs = Mutex<[UUID: [Run]]>([:])

    struct Run: Sendable {
        let tenantID: UUID
        let attempt: Int
        let userID: UUID?
    }

    static func runs(of test: UUID) -> [Run] { runs.withLock { $0[test] ?? [] } }

    func run(in context: JobContext) async throws {
        try await context.keepAlive()
        let run = Run(tenantID: context.scope.tenant.id, attempt: context.attempt, userID: context.scope.actor.userID)
        let count = Self.runs.withLock { runs in
            runs[test, default: []].append(run)
            return runs[test]?.count ?? 0
        }
        if count <= failures { throw Failed("failure \(count)") }
    }
}

/// A job that goes on until its test lets it end, or it is cancelled.
struct PatientJob: Job {
    static let kind = "patient"

    let test: UUID

    private static let states = Mutex<(begun: [UUID: Int], released: Set<UUID>)>(([:], []))

    static func begun(of test: UUID) -> Int { states.withLock { $0.begun[test] ?? 0 } }
    static func release(_ test: UUID) { _ = states.withLock { $0.released.insert(test) } }

    func run(in context: JobContext) async throws {
        Self.states.withLock { $0.begun[test, default: 0] += 1 }
        while !Self.states.withLock({ $0.released.contains(test) }) { try await Task.sleep(for: .milliseconds(10)) }
    }
}

/// A job that always fails, and writes down in `notes` what happened to it.
struct WatchedJob: Job {
    static let kind = "watched"

    let test: UUID
    /// Whether it cannot even write that down.
    var isMute = false

    func run(in context: JobContext) async throws { throw Failed("as always") }

    func turned(_ turn: JobTurn, in transaction: TenantTransaction) async throws {
        try await transaction.execute("insert into notes (id, text) values (gen_random_uuid(), \("\(turn)"))")
        if isMute { try await transaction.execute("select 1 / 0") }
    }
}
