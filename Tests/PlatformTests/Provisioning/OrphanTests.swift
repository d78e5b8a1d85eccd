import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Testing

@testable import Platform

/// Schemas and roles that no tenant has: removed where they are provably ours and have been so for a while.
struct OrphanTests {
    @Test func orphanIsRemovedOnceItHasBeenSeenForTenMinutes() async throws {
        let (site, clock) = try await makeSite()
        let (lost, kept) = (try await site.makeTenant(), try await site.makeTenant())
        try await site.owner.client.perform(UnitSettings(), "delete from platform.tenants where id = \(lost.id)")
        #expect(try await FleetSweep(site.owner).preview().map(\.target) == [lost.schema.description])
        #expect(try await FleetSweep(site.owner).run().removed.isEmpty)
        clock.advance(by: Orphans.patience - 1)
        #expect(try await FleetSweep(site.owner).run().removed.isEmpty)
        clock.advance(by: 1)
        #expect(try await FleetSweep(site.owner).run().removed == [lost.schema.description])
        try await site.expectNothingOrphaned()
        #expect(try await site.database(of: kept).read("select 1 from notes").isEmpty)
        await site.stop()
    }

    @Test func orphanWhoseTenantComesBackIsLeft() async throws {
        let (site, clock) = try await makeSite()
        let tenant = try await site.makeTenant()
        try await site.owner.client.perform(UnitSettings(), "delete from platform.tenants where id = \(tenant.id)")
        try await FleetSweep(site.owner).run()
        try await site.owner.client.perform(
            UnitSettings(), "insert into platform.tenants (id, slug, name, state) values (\(tenant.id), 'back', 'Back', 'active')")
        clock.advance(by: Orphans.patience)
        #expect(try await FleetSweep(site.owner).run().removed.isEmpty)
        #expect(try await site.number("select count(*) from platform.orphans") == 0)
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    @Test func schemaThatDoesNotSayWhoseItIsIsLeft() async throws {
        let (site, clock) = try await makeSite()
        let name = SchemaName(tenantID: UUID())
        try await site.owner.client.perform(UnitSettings(), [.ddl("create schema \(name)"), .ddl("create table \(name).theirs (id int)")])
        try await FleetSweep(site.owner).run()
        clock.advance(by: Orphans.patience)
        let outcome = try await FleetSweep(site.owner).run()
        #expect(outcome.removed.isEmpty && outcome.problems.count == 1)
        #expect(try await site.number(.ddl("select count(*) from \(name).theirs")) == 0)
        await site.stop()
    }

    @Test func roleThatWasLeftAloneIsRemoved() async throws {
        let (site, clock) = try await makeSite()
        let tenant = try await site.makeTenant()
        try await site.owner.client.perform(
            UnitSettings(),
            [.ddl("drop schema \(tenant.schema) cascade"), "delete from platform.tenants where id = \(tenant.id)"])
        try await FleetSweep(site.owner).run()
        clock.advance(by: Orphans.patience)
        #expect(try await FleetSweep(site.owner).run().removed == [tenant.schema.description])
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    /// Roles belong to the whole cluster: another installation's look just like ours.
    @Test func rolesOfOtherDatabasesAreLeft() async throws {
        let (site, clock) = try await makeSite()
        let other = try await TestPlatform(features: [Fleet.feature()])
        let theirs = try await other.makeTenant()
        // Even where both installations share a login.
        try await site.administer(.ddl("grant \(theirs.schema) to \"\(site.owner.serverRole)\""))
        try await FleetSweep(site.owner).run()
        clock.advance(by: Orphans.patience)
        let outcome = try await FleetSweep(site.owner).run()
        #expect(outcome.removed.isEmpty && outcome.problems.isEmpty)
        #expect(try await other.database(of: theirs).read("select 1 from notes").isEmpty)
        await other.stop()
        await site.stop()
    }

    private func makeSite() async throws -> (TestPlatform, Clock) {
        let clock = Clock()
        return (try await TestPlatform(features: [Fleet.feature()], clock: { clock.now }), clock)
    }

    private final class Clock: Sendable {
        private let offset = Mutex<TimeInterval>(0)
        private let start = Date()
        var now: Date { start + offset.withLock { $0 } }
        func advance(by seconds: TimeInterval) { offset.withLock { $0 += seconds } }
    }
}
