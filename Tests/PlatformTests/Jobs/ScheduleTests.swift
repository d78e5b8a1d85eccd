import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Testing

@testable import Platform

struct ScheduleTests {
    private let test = UUID()

    @Test func slotsBeginWhereTheRhythmSays() {
        // A Saturday.
        let now = Date(timeIntervalSince1970: 1_753_520_400) // 2025-07-26 09:00
        let daily = Schedule.Rhythm.daily(hour: 3, minute: 30).slot(at: now, of: nil)
        #expect(daily == Date(timeIntervalSince1970: 1_753_500_600)) // 2025-07-26 03:30
        let monday = Schedule.Rhythm.weekly(day: 1, hour: 8).slot(at: now, of: nil)
        #expect(monday == Date(timeIntervalSince1970: 1_753_084_800)) // 2025-07-21 08:00
        let sunday = Schedule.Rhythm.weekly(day: 7, hour: 8).slot(at: now, of: nil)
        #expect(sunday == Date(timeIntervalSince1970: 1_752_998_400)) // 2025-07-20 08:00
    }

    @Test func tenantsTakeTheirTurnsAtDifferentMoments() {
        let rhythm = Schedule.Rhythm.every(.seconds(3_600))
        let now = Date(timeIntervalSince1970: 1_753_520_400)
        let tenants = (0..<100).map { _ in UUID() }
        let slots = tenants.map { rhythm.slot(at: now, of: $0) }
        #expect(slots.allSatisfy { $0 <= now && $0 > now.addingTimeInterval(-3_600) })
        #expect(Set(slots).count > 80)
        #expect(tenants.map { rhythm.slot(at: now, of: $0) } == slots)
        #expect(Set(tenants.map { Schedule.Rhythm.daily(hour: 3).slot(at: now, of: $0) }).count == 1)
    }

    @Test func aScheduleQueuesOneJobASlotHoweverManyServersAsk() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeSuspendedTenant()
        let queue = JobQueue.tenant(site.platform.scope(for: tenant, cause: .job))
        let schedules = [Schedule("hourly", .every(.seconds(3_600))) { [test] in TestJob(test: test) }]
        let count: @Sendable () async throws -> Int = {
            try await site.database(of: tenant).read("select count(*) from jobs").first?.decode(Int.self) ?? -1
        }
        let begin = Date()
        for hour in 0...3 {
            // Whatever it was: the work of one slot is done before the next one begins.
            try await site.database(of: tenant).write("update jobs set state = 'done', finished_at = now()")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { _ = try await queue.claim(schedules, at: begin.addingTimeInterval(Double(hour) * 3_600)) }
                }
                try await group.waitForAll()
            }
            #expect(try await count() == hour, "the first slot has begun before the schedule was known")
        }
    }

    @Test func aJobThatTakesLongerThanItsPeriodIsNotPiledUp() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeSuspendedTenant()
        let queue = JobQueue.tenant(site.platform.scope(for: tenant, cause: .job))
        let schedules = [Schedule("hourly", .every(.seconds(3_600))) { [test] in TestJob(test: test) }]
        for hour in 0...5 { _ = try await queue.claim(schedules, at: Date().addingTimeInterval(Double(hour) * 3_600)) }
        let states = try await site.database(of: tenant).read("select state from jobs").map { try $0.decode(String.self) }
        #expect(states == ["running"])
    }

    @Test func schedulesRunInTenantsAndOnceForThePlatform() async throws {
        // It stands still in between, so that no slot begins while the test looks.
        let begin = Date()
        let hours = Atomic(0)
        let schedules = [
            Schedule("test.tenant", .every(.seconds(3_600))) { [test] in TestJob(test: test) },
            Schedule(platform: "test.platform", .every(.seconds(3_600))) { [test] in PlatformTestJob(test: test) },
        ]
        let feature = Feature(
            name: "notes", migrations: [Fleet.notes], jobs: TestJob.kinds + [JobKind(PlatformTestJob.self)], schedules: schedules)
        let clock: @Sendable () -> Date = { begin.addingTimeInterval(Double(hours.load(ordering: .relaxed)) * 3_600) }
        let one = try await TestPlatform(features: [feature], clock: clock)
        let other = try await TestPlatform(features: [feature], database: one.administrator, clock: clock)
        let tenants = [try await one.makeTenant(), try await one.makeTenant()]
        for tenant in tenants { await one.platform.jobsEnqueued(by: tenant, at: .distantPast) }
        try await eventually {
            var known = try await one.number("select count(*) from platform.job_schedules where name = 'test.platform'")
            for tenant in tenants {
                let rows = try await one.database(of: tenant).read("select count(*) from job_schedules where name = 'test.tenant'")
                known += try rows.first?.decode(Int.self) ?? 0
            }
            return known == 3
        }
        hours.store(1, ordering: .relaxed)
        for tenant in tenants { await one.platform.jobsEnqueued(by: tenant, at: .distantPast) }
        try await eventually { TestJob.runs(of: test).count == 2 && PlatformTestJob.runs(of: test) == 1 }
        #expect(Set(TestJob.runs(of: test).map(\.tenantID)) == Set(tenants.map(\.id)))
        // Housekeeping may be due; the slot of the schedule is taken.
        for site in [one, other] {
            #expect(try await JobQueue.platform(site.platform).claim(schedules, at: clock()).job?.kind != PlatformTestJob.kind)
        }
        await other.stop()
        await one.stop()
        #expect(PlatformTestJob.runs(of: test) == 1)
    }
}

/// A job of the platform that counts its runs.
struct PlatformTestJob: PlatformJob {
    static let kind = "test.platform"

    let test: UUID

    private static let counts = Mutex<[UUID: Int]>([:])
    static func runs(of test: UUID) -> Int { counts.withLock { $0[test] ?? 0 } }

    func run(in context: PlatformJobContext) async throws {
        Self.counts.withLock { $0[test, default: 0] += 1 }
    }
}
