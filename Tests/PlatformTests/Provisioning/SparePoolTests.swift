import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import Platform

struct SparePoolTests {
    @Test func poolIsFilledToItsSizeAndNoFurther() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        let pool = SparePool(site.owner)
        #expect(try await pool.fill(to: 7) == 7)
        #expect(try await pool.fill(to: 7) == 0)
        #expect(try await pool.status() == SparePool.Status(ready: 7, behind: 0))
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    @Test func twoWhoFillItAtOnceFillItOnce() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        async let first = SparePool(site.owner).fill(to: 6)
        async let second = SparePool(site.owner).fill(to: 6)
        #expect(try await first + second == 6)
        #expect(try await SparePool(site.owner).status().ready == 6)
        await site.stop()
    }

    @Test func newTenantIsASpareThatRenamesNothing() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        try await SparePool(site.owner).fill(to: 1)
        let spare = try #require(try await TenantRegister(site.owner).list(TenantSelector("state=spare")).first)
        let tenant = try await site.makeTenant()
        #expect(tenant.id == spare.id && tenant.state == .active && tenant.name == "Fleet" && tenant.brand.color == "#0a7d5a")
        #expect(try await site.database(of: tenant).read("select tenant_id from _identity").first?.decode(UUID.self) == spare.id)
        #expect(try await SparePool(site.owner).status().ready == 0)
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    @Test func thoseWhoAskAtOnceGetDifferentOnes() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        try await SparePool(site.owner).fill(to: 3)
        let ids = try await withThrowingTaskGroup(of: UUID.self) { group in
            for _ in 0..<4 { group.addTask { try await site.makeTenant().id } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 4)
        #expect(try await SparePool(site.owner).status().ready == 0)
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    @Test func serverWithoutTheOwnersRightsGivesSparesOutAndLeavesTheRestToASweep() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        try await SparePool(site.owner).fill(to: 1)
        #expect(try await Provisioning(site.platform).create(TestPlatform.request("first")).state == .active)
        await #expect(throws: PostgresError.self) { try await Provisioning(site.platform).create(TestPlatform.request("second")) }
        #expect(try await FleetSweep(site.owner).run().finished == ["second"])
        #expect(try await site.platform.directory.tenant(slug: "second")?.state == .active)
        await site.stop()
    }

    @Test func slugThatIsTakenCostsNoSpare() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        try await SparePool(site.owner).fill(to: 2)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<2 { group.addTask { (try? await Provisioning(site.owner).create(TestPlatform.request("wanted"))) != nil } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
        #expect(try await SparePool(site.owner).status().ready == 1)
        await site.stop()
    }

    @Test func spareThatIsBehindIsPassedOverUntilItIsMigrated() async throws {
        let old = try await TestPlatform(features: [Fleet.feature()])
        try await SparePool(old.owner).fill(to: 1)
        let more = Migration("notes/002", ["alter table notes add column pinned boolean"])
        let new = try await TestPlatform(features: [Fleet.feature([Fleet.notes, more])], database: old.administrator)
        #expect(try await SparePool(new.owner).status() == SparePool.Status(ready: 0, behind: 1))
        let cold = try await new.makeTenant()
        #expect(try await SparePool(new.owner).status().behind == 1)
        let fleet = FleetMigrations(new.owner)
        let outdated = try await fleet.outdated(TenantSelector(), limit: nil)
        #expect(outdated.count == 1 && outdated.first?.state == .spare)
        #expect(await fleet.migrate(try #require(outdated.first)) == .migrated(["notes/002"]))
        #expect(try await SparePool(new.owner).status() == SparePool.Status(ready: 1, behind: 0))
        let warm = try await new.makeTenant()
        #expect(warm.id == outdated.first?.id && warm.id != cold.id)
        await new.stop()
        await old.stop()
    }

    @Test func drainingLeavesNeitherSchemaNorRole() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        let pool = SparePool(site.owner)
        try await pool.fill(to: 3)
        #expect(try await pool.drain(limit: 2) == 2)
        #expect(try await pool.status().ready == 1)
        try await site.expectNothingOrphaned()
        #expect(try await pool.drain() == 1)
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    @Test func spareIsNobodysTenant() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        try await SparePool(site.owner).fill(to: 1)
        let register = TenantRegister(site.owner)
        #expect(try await register.list().isEmpty)
        let spare = try #require(try await register.list(TenantSelector("state=spare")).first)
        #expect(throws: SlugError.self) { try Slug(spare.slug) }
        await #expect(throws: UnknownName.self) { try await register.find(slug: spare.slug) }
        for change in TenantChange.allCases {
            await #expect(throws: WrongState.self) { try await TenantLifecycle(site.owner).apply(change, to: spare) }
        }
        await site.stop()
    }
}
