import Foundation
import Postgres
import Support
import Testing

@testable import Platform

/// What a job is told about itself.
struct JobTurnTests {
    private func place(_ job: WatchedJob, attempts: Int) async throws -> (TestPlatform, Tenant, UUID) {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        try await site.database(of: tenant).transaction { try await $0.enqueue(job, at: .distantFuture) }
        let rows = try await site.database(of: tenant).write(
            "update jobs set attempts = \(attempts) where kind = 'watched' returning id")
        return (site, tenant, try #require(rows.first).decode(UUID.self))
    }

    private func run(_ site: TestPlatform, _ tenant: Tenant) async throws {
        try await site.database(of: tenant).write("update jobs set run_at = now() where kind = 'watched'")
        try await site.administer("update platform.tenants set next_job_at = now() where id = \(tenant.id)")
    }

    private func told(_ site: TestPlatform, _ tenant: Tenant) async throws -> [String] {
        try await site.database(of: tenant).read("select text from notes order by text").map { try $0.decode(String.self) }
    }

    private func state(_ site: TestPlatform, _ tenant: Tenant) async throws -> String {
        try await site.database(of: tenant).read("select state from jobs where kind = 'watched'").first?.decode(String.self) ?? ""
    }

    @Test func jobIsToldWhenItIsGivenUpAndNotBefore() async throws {
        let (site, tenant, _) = try await place(WatchedJob(test: UUID()), attempts: 6)
        try await run(site, tenant)
        try await eventually {
            try await site.database(of: tenant).read("select 1 from jobs where kind = 'watched' and attempts = 7 and state = 'waiting'")
                .count
                == 1
        }
        #expect(try await told(site, tenant).isEmpty)
        try await run(site, tenant)
        try await eventually { try await state(site, tenant) == "dead" }
        #expect(try await told(site, tenant) == ["givenUp"])
    }

    @Test func jobWhoseWorkersWentSilentIsTold() async throws {
        let (site, tenant, _) = try await place(WatchedJob(test: UUID()), attempts: 8)
        try await site.database(of: tenant).write(
            "update jobs set state = 'running', leased_until = now() - interval '1 second' where kind = 'watched'")
        try await run(site, tenant)
        try await eventually { try await state(site, tenant) == "dead" }
        #expect(try await told(site, tenant) == ["givenUp"])
    }

    @Test func jobIsToldWhenAnOperatorStepsIn() async throws {
        let (site, tenant, id) = try await place(WatchedJob(test: UUID()), attempts: 0)
        let register = JobRegister(site.platform, of: tenant)
        try await register.apply(.cancel, to: try await register.find(id))
        #expect(try await told(site, tenant) == ["cancelled"])
        try await register.apply(.retry, to: try await register.find(id))
        #expect(try await told(site, tenant) == ["cancelled", "retried"])
    }

    @Test func jobThatCannotBeToldDiesAllTheSame() async throws {
        let (site, tenant, _) = try await place(WatchedJob(test: UUID(), isMute: true), attempts: 7)
        try await run(site, tenant)
        try await eventually { try await state(site, tenant) == "dead" }
        #expect(try await told(site, tenant).isEmpty, "what it began to write is undone")
        try await site.database(of: tenant).write(
            "update jobs set state = 'running', attempts = 8, leased_until = now() - interval '1 second' where kind = 'watched'")
        try await run(site, tenant)
        try await eventually { try await state(site, tenant) == "dead" }
    }
}
