import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import Platform

/// Migrating many tenants, in waves and around those that are busy.
struct FleetRunTests {
    private static let pinned = Migration("notes/002", ["alter table notes add column pinned boolean"])

    @Test(arguments: [(0, [Int]()), (1, [1]), (2, [1, 1]), (6, [1, 1, 1, 3]), (50, [1, 1, 5, 43]), (1_000, [1, 10, 100, 889])])
    func wavesGrow(count: Int, sizes: [Int]) {
        let tenants = (0..<count).map { Tenant.named("t\($0)") }
        let waves = FleetWaves(tenants).waves
        #expect(waves.map(\.tenants.count) == sizes)
        #expect(waves.flatMap(\.tenants).map(\.slug) == tenants.map(\.slug))
    }

    @Test func canaryIsTheOneThatIsAskedForOrElseASpare() {
        let tenants = [Tenant.named("a"), .named("b", .spare), .named("c")]
        #expect(FleetWaves(tenants, canary: "c").waves[0].tenants.map(\.slug) == ["c"])
        #expect(FleetWaves(tenants).waves[0].tenants.map(\.slug) == ["b"])
        #expect(FleetWaves([tenants[0], tenants[2]], canary: "nobody").waves[0].tenants.map(\.slug) == ["a"])
    }

    @Test func sparesAndThoseToBeDeletedAreMigratedToo() async throws {
        let fleet = try await OldFleet(1, [Fleet.notes, Self.pinned])
        try await fleet.old.administer("update platform.tenants set state = 'deleting'")
        try await SparePool(fleet.old.owner).fill(to: 2)
        #expect(try await fleet.run().done == 3)
        #expect(try await SparePool(fleet.new.owner).status() == SparePool.Status(ready: 2, behind: 0))
        await fleet.stop()
    }

    @Test func whatFailsInAnEmptySchemaTouchesNoTenant() async throws {
        let broken = Migration("notes/002", ["alter table notes add column pinned boolean", "alter table nothing add column x int"])
        let fleet = try await OldFleet(2, [Fleet.notes, broken])
        await #expect(throws: RehearsalFailed.self) { try await fleet.run() }
        #expect(try await fleet.migrated() == 0)
        #expect(try await fleet.new.number("select count(*) from platform.migration_failures") == 0)
        #expect(try await fleet.new.number("select count(*) from pg_namespace where nspname like 't\\_%'") == 2)
        await fleet.stop()
    }

    @Test func failureOfTheCanaryKeepsTheOthersFromIt() async throws {
        let fleet = try await OldFleet(4, [Fleet.notes, Self.pinned])
        try await fleet.spoil(fleet.tenants[0])
        let tally = try await fleet.run(maxFailures: 1)
        #expect(tally.failed == 1 && tally.untouched == 3 && tally.wave == "busy")
        #expect(try await fleet.migrated() == 0)
        #expect(try await fleet.run(maxFailures: 2).done == 3)
        await fleet.stop()
    }

    @Test func failuresAreRememberedUntilTheyAreMended() async throws {
        let fleet = try await OldFleet(3, [Fleet.notes, Self.pinned])
        try await fleet.spoil(fleet.tenants[1])
        let migrations = FleetMigrations(fleet.new.owner)
        #expect(try await migrations.outdated(TenantSelector(), .untried, limit: nil).count == 3)
        _ = try await fleet.run()
        _ = try await fleet.run()
        #expect(try await fleet.new.number("select tries from platform.migration_failures") == 2)
        #expect(try await migrations.outdated(TenantSelector(), .untried, limit: nil).isEmpty)
        #expect(try await migrations.outdated(TenantSelector(), .failed, limit: nil).map(\.id) == [fleet.tenants[1].id])
        #expect(try await SchemaStatus(fleet.new.owner).tenantGroups().map(\.failed) == [0, 1])
        try await fleet.old.administer(.ddl("alter table \(fleet.tenants[1].schema).notes drop column pinned"))
        #expect(try await fleet.run().isComplete)
        #expect(try await fleet.new.number("select count(*) from platform.migration_failures") == 0)
        await fleet.stop()
    }

    @Test func anotherMigratorsTenantIsLeftToIt() async throws {
        let fleet = try await OldFleet(2, [Fleet.notes, Self.pinned])
        try await fleet.old.owner.client.transaction(UnitSettings()) { transaction in
            try await transaction.execute(TenantQueries.lock(fleet.tenants[0].schema))
            let tally = try await fleet.run()
            #expect(tally.claimed == 1 && tally.deferred == 1 && tally.done == 1)
        }
        try await fleet.old.owner.client.transaction(UnitSettings()) { transaction in
            try await transaction.execute(TenantQueries.claim(fleet.tenants[0].id))
            #expect(await FleetMigrations(fleet.new.owner).migrate(fleet.tenants[0]) == .claimed)
        }
        #expect(try await fleet.run().isComplete)
        await fleet.stop()
    }

    @Test func tenantThatStaysBusyIsLeftForTheEndAndServedAllTheTime() async throws {
        let fleet = try await OldFleet(3, [Fleet.notes, Self.pinned])
        let busy = fleet.tenants[0]
        try await fleet.old.database(of: busy).transaction { transaction in
            _ = try await transaction.query("select * from notes")
            async let tally = fleet.run(pauses: [.milliseconds(50), .milliseconds(50)])
            // Its own readers and writers get through between the tries.
            while try await fleet.migrated() < 2 {
                _ = try await fleet.old.database(of: busy).write("insert into notes (id, text) values (gen_random_uuid(), 'x')")
            }
            let result = try await tally
            #expect(result.deferred == 1 && result.done == 2)
        }
        #expect(try await fleet.run().isComplete)
        await fleet.stop()
    }

    @Test func serversHearOfTheNewVersionAtOnce() async throws {
        let fleet = try await OldFleet(1, [Fleet.notes, Self.pinned])
        let (directory, slug) = (fleet.new.platform.directory, fleet.tenants[0].slug)
        #expect(try await directory.tenant(slug: slug)?.schemaVersion == fleet.old.platform.schemaPlan.version)
        _ = try await fleet.run()
        try await eventually { try await directory.tenant(slug: slug)?.schemaVersion == fleet.new.platform.schemaPlan.version }
        await fleet.stop()
    }

    @Test func ledgerSaysHowLongEachMigrationTook() async throws {
        let fleet = try await OldFleet(1, [Fleet.notes, Self.pinned])
        _ = try await fleet.run()
        let rows = try await fleet.new.database(of: fleet.tenants[0]).read("select seconds from _migrations order by applied_at")
        let seconds = try rows.map { try $0.decode(Double.self) }
        #expect(seconds.count == fleet.new.platform.schemaPlan.migrations.count && seconds.allSatisfy { (0..<60).contains($0) })
        await fleet.stop()
    }
}

extension Tenant {
    static func named(_ slug: String, _ state: State = .active) -> Tenant {
        Tenant(id: UUID(), slug: slug, name: slug, state: state, schemaVersion: "", brand: .fallback)
    }
}

/// Tenants that an older build has made, and the build that is to migrate them.
private struct OldFleet {
    let old: TestPlatform
    let new: TestPlatform
    let tenants: [Tenant]

    init(_ count: Int, _ migrations: [Migration]) async throws {
        old = try await TestPlatform(features: [Fleet.feature()])
        var tenants: [Tenant] = []
        for number in 0..<count { tenants.append(try await Provisioning(old.owner).create(TestPlatform.request("fleet\(number)"))) }
        self.tenants = tenants
        new = try await TestPlatform(features: [Fleet.feature(migrations)], database: old.administrator)
    }

    @discardableResult
    func run(maxFailures: Int = .max, pauses: [Duration] = []) async throws -> FleetTally {
        let fleet = FleetMigrations(new.owner)
        return try await FleetRun(fleet, workers: 1, maxFailures: maxFailures, pauses: pauses).migrate(try await fleet.outdated()) { _ in }
    }

    func migrated() async throws -> Int {
        try await new.number("select count(*) from platform.tenants where schema_version = \(new.platform.schemaPlan.version)")
    }

    /// Makes the migration fail in one tenant.
    func spoil(_ tenant: Tenant) async throws {
        try await old.administer(.ddl("alter table \(tenant.schema).notes add column pinned int"))
    }

    func stop() async {
        await old.stop()
        await new.stop()
    }
}
