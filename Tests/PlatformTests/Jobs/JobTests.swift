import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import Platform

struct JobTests {
    private let test = UUID()

    @Test func jobRunsOnceAfterItsTransactionCommitted() async throws {
        let (site, tenant) = try await place()
        try await site.database(of: tenant).transaction { transaction in
            try await transaction.enqueue(TestJob(test: test))
            #expect(TestJob.runs(of: test).isEmpty)
        }
        try await eventually { try await states(site, tenant) == ["done"] }
        let runs = TestJob.runs(of: test)
        #expect(runs.count == 1 && runs.first?.tenantID == tenant.id && runs.first?.attempt == 1)
    }

    @Test func jobOfATransactionThatRolledBackNeverWas() async throws {
        let (site, tenant) = try await place()
        await #expect(throws: Failed.self) {
            try await site.database(of: tenant).transaction { transaction in
                try await transaction.enqueue(TestJob(test: test))
                throw Failed("changed my mind")
            }
        }
        #expect(try await states(site, tenant).isEmpty)
    }

    @Test func failedJobWaitsLongerEachTimeAndRunsAgain() async throws {
        let (site, tenant) = try await place()
        try await enqueue(TestJob(test: test, failures: 2), site, tenant)
        for attempt in 1...2 {
            try await eventually { TestJob.runs(of: test).count == attempt }
            try await eventually { try await states(site, tenant) == ["waiting"] }
            let row = try #require(
                try await site.database(of: tenant).read(
                    "select extract(epoch from run_at - now())::float8, last_error from jobs where kind = 'test'"
                ).first)
            let (wait, error) = try row.decode((Double, String).self)
            #expect((Double(attempt) * 10 * 0.7...Double(attempt) * 10 * 1.2).contains(wait) && error == "failure \(attempt)")
            try await makeDue(site, tenant)
        }
        try await eventually { try await states(site, tenant) == ["done"] }
        #expect(TestJob.runs(of: test).map(\.attempt) == [1, 2, 3])
    }

    @Test func jobThatFailedEightTimesIsDead() async throws {
        let (site, tenant) = try await place()
        try await enqueue(TestJob(test: test, failures: 100), site, tenant, at: .distantFuture)
        try await site.database(of: tenant).write("update jobs set attempts = 7")
        try await makeDue(site, tenant)
        try await eventually { try await states(site, tenant) == ["dead"] }
        try await makeDue(site, tenant)
        try await Task.sleep(for: .milliseconds(1_200))
        #expect(TestJob.runs(of: test).count == 1)
    }

    @Test func keyThatIsWaitingAlreadyIsNotQueuedTwice() async throws {
        let (site, tenant) = try await place()
        try await site.database(of: tenant).transaction { transaction in
            for _ in 0..<3 { try await transaction.enqueue(TestJob(test: test), at: .distantFuture, uniqueKey: "nightly") }
            try await transaction.enqueue(TestJob(test: test), at: .distantFuture, uniqueKey: "weekly")
            try await transaction.enqueue(TestJob(test: test), at: .distantFuture)
        }
        #expect(try await states(site, tenant).count == 3)
        try await site.database(of: tenant).write("update jobs set state = 'done'")
        try await enqueue(TestJob(test: test), site, tenant, at: .distantFuture, uniqueKey: "nightly")
        #expect(try await states(site, tenant).count == 4, "what is done does not stand in the way")
    }

    @Test func jobWhoseWorkerWentSilentIsTakenOver() async throws {
        let (site, tenant) = try await place()
        try await enqueue(TestJob(test: test), site, tenant, at: .distantFuture)
        try await site.database(of: tenant).write(
            "update jobs set state = 'running', attempts = 1, leased_until = now() + interval '1 hour'")
        try await makeDue(site, tenant)
        try await Task.sleep(for: .milliseconds(1_200))
        #expect(TestJob.runs(of: test).isEmpty, "a lease that holds is respected")
        try await site.database(of: tenant).write("update jobs set leased_until = now() - interval '1 second'")
        try await makeDue(site, tenant)
        try await eventually { try await states(site, tenant) == ["done"] }
        #expect(TestJob.runs(of: test).map(\.attempt) == [2])
    }

    @Test func whoLostItsLeaseNoticesAndChangesNothing() async throws {
        let (site, tenant) = try await place()
        try await enqueue(TestJob(test: test), site, tenant, at: .distantFuture)
        try await site.database(of: tenant).write(
            "update jobs set state = 'running', attempts = 2, leased_until = now() + interval '1 hour'")
        let id = try #require(try await site.database(of: tenant).read("select id from jobs where kind = 'test'").first).decode(UUID.self)
        let scope = site.platform.scope(for: tenant, cause: .job)
        let late = JobContext(scope: scope, jobID: id, attempt: 1, platform: site.platform)
        await #expect(throws: LeaseLost.self) { try await late.keepAlive() }
        await #expect(throws: LeaseLost.self) { try await scope.database.transaction { try await late.keepAlive(in: $0) } }
        try await scope.database.write(JobQueries.finish(id, attempt: 1))
        #expect(try await states(site, tenant) == ["running"])
        let own = JobContext(scope: scope, jobID: id, attempt: 2, platform: site.platform)
        try await own.keepAlive()
        try await scope.database.transaction { try await own.keepAlive(in: $0) }
    }

    @Test func jobOfAKindThatNobodyKnowsIsKeptForALaterBuild() async throws {
        let (site, tenant) = try await place()
        try await enqueue(TestJob(test: test), site, tenant, at: .distantFuture)
        try await site.database(of: tenant).write("update jobs set kind = 'of tomorrow' where kind = 'test'")
        try await makeDue(site, tenant)
        try await eventually { try await attempts(site, tenant) == 1 }
        try await eventually { try await states(site, tenant) == ["waiting"] }
    }

    @Test func jobRemembersWhoCausedIt() async throws {
        let (site, tenant) = try await place()
        let user = UUID()
        let actor = Actor(userID: user, cause: .page, requestID: "r-1")
        let scope = site.platform.scope(for: tenant, actor: actor, requestID: "r-1")
        try await scope.database.transaction { try await $0.enqueue(TestJob(test: test)) }
        try await eventually { TestJob.runs(of: test).first?.userID == user }
    }

    @Test func jobsOfManyTenantsAllRunOnce() async throws {
        let site = try await Fleet.shared()
        var tenants: [Tenant] = []
        for _ in 0..<4 { tenants.append(try await site.makeTenant()) }
        for tenant in tenants {
            try await site.database(of: tenant).transaction { transaction in
                for _ in 0..<5 { try await transaction.enqueue(TestJob(test: test)) }
            }
        }
        try await eventually { TestJob.runs(of: test).count >= 20 }
        try await Task.sleep(for: .milliseconds(300))
        let counts = Dictionary(grouping: TestJob.runs(of: test), by: \.tenantID).mapValues(\.count)
        #expect(counts == Dictionary(uniqueKeysWithValues: tenants.map { ($0.id, 5) }))
    }

    @Test(arguments: [true, false])
    func jobQueuedWhileTheWorkerIsJustLeavingIsNotForgotten(isQueued: Bool) async throws {
        // In a transaction that nobody else sees, so that no worker comes by.
        await #expect(throws: Undone.self) {
            try await Fleet.shared().owner.client.transaction(UnitSettings()) { transaction in
                try await transaction.execute(
                    """
                    insert into platform.tenants (id, slug, name, state, next_job_at)
                    values (\(test), \(test.uuidString), 'Busy', 'active', '1970-01-01')
                    """)
                let (id, taken) = try #require(try await transaction.query(DueTenantQueries.take(except: [])).first).decode(
                    (UUID, Date).self)
                #expect(id == test)
                if isQueued { try await transaction.execute(DueTenantQueries.wake(id, at: Date())) }
                try await transaction.execute(DueTenantQueries.settle(id, taken: taken, at: nil))
                let rows = try await transaction.query("select next_job_at is not null from platform.tenants where id = \(id)")
                #expect(try rows.first?.decode(Bool.self) == isQueued)
                throw Undone()
            }
        }
    }

    private struct Undone: Error {}

    // MARK: Arranging

    private func place() async throws -> (TestPlatform, Tenant) {
        let site = try await Fleet.shared()
        return (site, try await site.makeTenant())
    }

    private func enqueue(_ job: TestJob, _ site: TestPlatform, _ tenant: Tenant, at: Date? = nil, uniqueKey: String? = nil) async throws {
        try await site.database(of: tenant).transaction { try await $0.enqueue(job, at: at, uniqueKey: uniqueKey) }
    }

    /// Turns the clock forward for what waits, and calls the worker.
    private func makeDue(_ site: TestPlatform, _ tenant: Tenant) async throws {
        try await site.database(of: tenant).write("update jobs set run_at = now() where state in ('waiting', 'running')")
        await site.platform.jobsEnqueued(by: tenant, at: .distantPast)
    }

    private func states(_ site: TestPlatform, _ tenant: Tenant) async throws -> [String] {
        try await site.database(of: tenant).read("select state from jobs where kind <> 'platform.housekeeping' order by id").map {
            try $0.decode(String.self)
        }
    }

    private func attempts(_ site: TestPlatform, _ tenant: Tenant) async throws -> Int {
        try await site.database(of: tenant).read("select sum(attempts)::int8 from jobs where kind <> 'platform.housekeeping'").first?
            .decode(Int.self) ?? 0
    }
}
