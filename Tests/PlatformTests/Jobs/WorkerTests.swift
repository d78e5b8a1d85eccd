import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import Platform

struct WorkerTests {
    private let test = UUID()

    @Test func aLongJobHoldsUpNobodyElse() async throws {
        let site = try await TestPlatform(features: [Fleet.feature(jobs: TestJob.kinds)])
        for _ in 0..<3 {
            let tenant = try await site.makeTenant()
            try await site.database(of: tenant).transaction { try await $0.enqueue(PatientJob(test: test)) }
        }
        try await eventually { PatientJob.begun(of: test) == 3 }
        let other = try await site.makeTenant()
        try await site.database(of: other).transaction { try await $0.enqueue(TestJob(test: test)) }
        try await eventually { TestJob.runs(of: test).count == 1 }
        PatientJob.release(test)
        await site.stop()
    }

    @Test func aTenantThatIsLookedAfterEnoughIsPassedOver() async throws {
        let owner = try await Fleet.shared().owner
        await #expect(throws: Undone.self) {
            try await owner.client.transaction(UnitSettings()) { transaction in
                for (id, minute) in [(test, 1), (UUID(), 2)] {
                    try await transaction.execute(
                        """
                        insert into platform.tenants (id, slug, name, state, next_job_at)
                        values (\(id), \(id.uuidString), 'Busy', 'active', '1970-01-01'::timestamptz + \(minute) * interval '1 minute')
                        """)
                }
                let (other, _) = try #require(try await transaction.query(DueTenantQueries.take(except: [test])).first).decode(
                    (UUID, Date).self)
                #expect(other != test)
                let (taken, _) = try #require(try await transaction.query(DueTenantQueries.take(except: [])).first).decode(
                    (UUID, Date).self)
                #expect(taken == test)
                throw Undone()
            }
        }
    }

    @Test func aJobThatTakesItsWorkerDownEachTimeIsGivenUp() async throws {
        let (site, tenant) = try await quietPlace()
        try await site.database(of: tenant).transaction { try await $0.enqueue(TestJob(test: test)) }
        try await site.database(of: tenant).write(
            "update jobs set state = 'running', attempts = 8, leased_until = now() - interval '1 second'")
        #expect(try await JobQueue.tenant(scope(site, tenant)).claim([], at: Date()).job == nil)
        let row = try #require(
            try await site.database(of: tenant).read("select state, last_error, finished_at is not null from jobs").first)
        let (state, error, isFinished) = try row.decode((String, String, Bool).self)
        #expect(state == "dead" && error == "its worker went silent" && isFinished)
    }

    @Test func aWorkerThatStopsGivesItsJobBack() async throws {
        let (site, tenant) = try await quietPlace()
        try await site.database(of: tenant).transaction { try await $0.enqueue(PatientJob(test: test)) }
        let queue = JobQueue.tenant(scope(site, tenant))
        let job = try #require(try await queue.claim([], at: Date()).job)
        let run = JobRun(platform: site.platform, queue: queue, job: job, kind: JobKind(PatientJob.self), grace: .zero)
        let working = Task { await run.run() }
        try await eventually { PatientJob.begun(of: test) == 1 }
        working.cancel()
        await working.value
        let row = try #require(try await site.database(of: tenant).read("select state, attempts, leased_until is null from jobs").first)
        let (state, attempts, isFree) = try row.decode((String, Int, Bool).self)
        #expect(state == "waiting" && attempts == 0 && isFree)
    }

    @Test func aWorkerThatStopsLetsItsJobEndFirst() async throws {
        let (site, tenant) = try await quietPlace()
        try await site.database(of: tenant).transaction { try await $0.enqueue(PatientJob(test: test)) }
        let queue = JobQueue.tenant(scope(site, tenant))
        let job = try #require(try await queue.claim([], at: Date()).job)
        let working = Task { await JobRun(platform: site.platform, queue: queue, job: job, kind: JobKind(PatientJob.self)).run() }
        try await eventually { PatientJob.begun(of: test) == 1 }
        working.cancel()
        PatientJob.release(test)
        await working.value
        #expect(try await site.database(of: tenant).read("select state from jobs").first?.decode(String.self) == "done")
    }

    @Test func aLostWakeUpIsFoundByTheSweep() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        try await site.database(of: tenant).write(
            try JobQueries.insert(TestJob(test: test), actor: Actor(userID: nil, cause: .job), at: Date(), uniqueKey: nil))
        try await JobSweep(platform: site.platform, consumption: EventConsumption([])).sweep()
        try await eventually { TestJob.runs(of: test).count == 1 }
    }

    @Test func anInstallationWithoutJobsOfItsOwnLeavesThemToOthers() async throws {
        let site = try await TestPlatform(features: [Fleet.feature(jobs: TestJob.kinds)], runsJobs: false)
        let tenant = try await site.makeTenant()
        try await site.database(of: tenant).transaction { try await $0.enqueue(TestJob(test: test)) }
        let other = try await TestPlatform(features: [Fleet.feature(jobs: TestJob.kinds)], database: site.administrator)
        try await eventually { TestJob.runs(of: test).count == 1 }
        await other.stop()
        await site.stop()
    }

    @Test func whatIsPastItsTimeIsSweptInBatches() async throws {
        let (site, tenant) = try await quietPlace()
        let database = site.database(of: tenant)
        try await database.write(
            """
            insert into jobs (id, kind, payload, state, run_at, finished_at)
            select gen_random_uuid(), 'test', '{}', s.state, now(), now() - s.days * interval '1 day'
            from (values ('done', 8), ('cancelled', 8), ('dead', 91), ('done', 6), ('dead', 89)) as s (state, days), generate_series(1, 700)
            """)
        try await database.write(
            """
            insert into idempotency_keys (principal, route, key, body_hash, created_at)
            select 'p', 'r', n::text, '', now() - n * interval '1 hour' from generate_series(0, 47) n
            """)
        let context = JobContext(scope: scope(site, tenant), jobID: UUID(), attempt: 1, platform: site.platform)
        try await Housekeeping().run(in: context)
        let left = try await database.read("select state, count(*) from jobs group by state order by state").map {
            try $0.decode((String, Int).self)
        }
        #expect(left.map(\.0) == ["dead", "done"] && left.map(\.1) == [700, 700])
        #expect(try await database.read("select count(*) from idempotency_keys").first?.decode(Int.self) == 24)
    }

    private struct Undone: Error {}

    /// A tenant that no worker comes by, as it is suspended.
    private func quietPlace() async throws -> (TestPlatform, Tenant) {
        let site = try await Fleet.shared()
        return (site, try await site.makeSuspendedTenant())
    }

    private func scope(_ site: TestPlatform, _ tenant: Tenant) -> TenantScope { site.platform.scope(for: tenant, cause: .job) }
}

extension TestPlatform {
    /// One that workers leave alone.
    func makeSuspendedTenant() async throws -> Tenant {
        let tenant = try await makeTenant()
        try await owner.client.perform(UnitSettings(), "update platform.tenants set state = 'suspended' where id = \(tenant.id)")
        return tenant
    }
}
