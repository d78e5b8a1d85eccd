import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Testing

@testable import Platform

struct ProvisioningTests {
    @Test func newTenantIsReady() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        #expect(tenant.state == .active && tenant.name == "Fleet" && tenant.brand.color == "#0a7d5a")
        let identity = try await site.database(of: tenant).read("select tenant_id from _identity")
        #expect(try identity.first?.decode(UUID.self) == tenant.id)
        #expect(try await site.number("select count(*) from platform.provisioning_steps where tenant_id = \(tenant.id)") == 5)
    }

    /// `done` steps were recorded when the process died; the next one may have had its effect already or not.
    @Test(arguments: 0..<5)
    func whatWasKilledAfterAStepIsFinished(done: Int) async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        let tenant = try await site.makeTenant()
        let kept = Provisioning.Step.allCases.prefix(done).map(\.rawValue)
        try await site.owner.client.perform(
            UnitSettings(),
            [
                "update platform.tenants set state = 'provisioning' where id = \(tenant.id)",
                "delete from platform.provisioning_steps where tenant_id = \(tenant.id) and not step = any(\(kept))",
            ])
        try await expectFinished(tenant.id, on: site)
        await site.stop()
    }

    @Test func whatWasKilledRightAfterTheOrderIsFinished() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        let id = try await site.order("ordered")
        try await expectFinished(id, on: site)
        await site.stop()
    }

    @Test func featureThatFailedIsAskedAgain() async throws {
        let attempts = Mutex(0)
        let failing = Feature(
            name: "failing",
            provision: { _, _ in
                if attempts.withLock({
                    $0 += 1
                    return $0
                }) == 1 {
                    throw Failed("not today")
                }
            })
        let site = try await TestPlatform(features: [failing])
        await #expect(throws: Failed.self) { try await site.makeTenant() }
        let id = try #require(try await site.owner.client.perform(UnitSettings(), "select id from platform.tenants").first).decode(
            UUID.self)
        #expect(try await site.platform.directory.tenant(id: id)?.state == .provisioning)
        try await expectFinished(id, on: site)
        #expect(attempts.withLock { $0 } == 2)
        await site.stop()
    }

    @Test func twoProcessesFinishTheSameTenantOnce() async throws {
        let calls = Mutex(0)
        let counting = Feature(name: "counting", migrations: [Fleet.notes], provision: { _, _ in calls.withLock { $0 += 1 } })
        let site = try await TestPlatform(features: [counting])
        let other = try await TestPlatform(features: [counting], database: site.administrator)
        let id = try await site.order("raced")
        async let first = Provisioning(site.owner).finishAll()
        async let second = Provisioning(other.owner).finishAll()
        let problems = try await first.problems + second.problems
        #expect(problems.isEmpty)
        #expect(calls.withLock { $0 } == 1)
        try await expectFinished(id, on: site)
        await other.stop()
        await site.stop()
    }

    @Test func whatCannotBeFinishedDoesNotKeepOthersFromIt() async throws {
        let picky = Feature(name: "picky", provision: { scope, _ in if scope.tenant.slug == "cursed" { throw Failed("never") } })
        let site = try await TestPlatform(features: [picky])
        for slug in ["cursed", "blessed"] { _ = try await site.order(slug) }
        let outcome = try await Provisioning(site.owner).finishAll()
        #expect(outcome.finished == ["blessed"] && outcome.problems.count == 1)
        #expect(outcome.problems.first?.hasPrefix("tenant cursed cannot be finished: ") == true)
        let cursed = try await TenantRegister(site.owner).find(slug: "cursed")
        try await TenantLifecycle(site.owner).apply(.delete, to: cursed)
        #expect(try await Provisioning(site.owner).finishAll().problems.isEmpty)
        try await TenantPurge(site.owner).purge(try await TenantRegister(site.owner).find(slug: "cursed"), early: true)
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    @Test func demoTenantsAreMadeOnceAndWhatWasPurgedStaysAway() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        for _ in 0..<2 { try await DemoTenants(site.owner).provision() }
        let register = TenantRegister(site.owner)
        #expect(try await register.list().map(\.slug) == ["acme", "globex"])
        try await TenantLifecycle(site.owner).apply(.delete, to: try await register.find(slug: "acme"))
        try await DemoTenants(site.owner).provision()
        #expect(try await register.find(slug: "acme").state == .deleting)
        try await TenantPurge(site.owner).purge(try await register.find(slug: "acme"), early: true)
        try await DemoTenants(site.owner).provision()
        #expect(try await register.list().map(\.slug) == ["globex"])
        await site.stop()
    }

    @Test func slugIsGivenOnce() async throws {
        let site = try await Fleet.shared()
        let request = TestPlatform.request()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    do { return try await Provisioning(site.owner).create(request).slug } catch { return "\(error)" }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == request.slug } == 1 && outcomes.count { $0 == "\"\(request.slug)\" is taken." } == 2, "\(outcomes)")
        await #expect(throws: SlugError.self) { try await Provisioning(site.owner).create(TestPlatform.request("www")) }
    }

    /// That what is left is done, that doing it again changes nothing, and that everything is there once.
    private func expectFinished(_ id: UUID, on site: TestPlatform) async throws {
        for _ in 0..<2 { try await Provisioning(site.owner).finishAll() }
        let tenant = try #require(try await site.platform.directory.tenant(id: id))
        #expect(tenant.state == .active && tenant.schemaVersion == site.platform.schemaPlan.version)
        for table in ["brands", "subscriptions", "provisioning_requests"] {
            let count: SQL = .ddl("select count(*) from platform.\(table) where tenant_id = '\(id)'")
            #expect(try await site.number(count) == 1, "\(table)")
        }
        let rows = try await site.database(of: tenant).read("select count(*) from _migrations")
        #expect(try rows.first?.decode(Int.self) == site.platform.schemaPlan.migrations.count)
    }
}
