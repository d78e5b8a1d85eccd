import Platform
import Postgres
import Support
import Testing

@testable import Platform

/// Migrating tenants from one build to the next.
struct FleetMigrationTests {
    private static let more = Migration(
        "notes/002", ["alter table notes add column pinned boolean", "create index notes_text on notes (text)"])

    @Test func tenantOfAnOlderBuildIsBroughtUpToDateOnce() async throws {
        let (old, new, tenant) = try await builds(then: [Fleet.notes, Self.more])
        #expect(try await FleetMigrations(new.owner).outdated().map(\.id) == [tenant.id])
        #expect(try await FleetMigrations(new.owner).pending(in: tenant).migrations.map(\.id) == ["notes/002"])
        #expect(await FleetMigrations(new.owner).migrate(tenant) == .migrated(["notes/002"]))
        #expect(await FleetMigrations(new.owner).migrate(tenant) == .current)
        #expect(try await FleetMigrations(new.owner).outdated().isEmpty)
        _ = try await new.database(of: tenant).write("insert into notes (id, text, pinned) values (gen_random_uuid(), 'x', true)")
        await old.stop()
        await new.stop()
    }

    @Test func olderBuildDoesNotTouchANewerSchema() async throws {
        let (old, new, tenant) = try await builds(then: [Fleet.notes, Self.more])
        #expect(await FleetMigrations(new.owner).migrate(tenant) == .migrated(["notes/002"]))
        guard case .failed(let reason) = await FleetMigrations(old.owner).migrate(tenant) else { throw Failed("it was migrated backwards") }
        #expect(reason.contains("notes/002") && reason.contains("does not know"))
        await old.stop()
        await new.stop()
    }

    @Test func migrationThatWasEditedIsRefused() async throws {
        let edited = Migration("notes/001", ["create table notes (id uuid primary key, text text)"])
        let (old, new, tenant) = try await builds(then: [edited, Self.more])
        guard case .failed(let reason) = await FleetMigrations(new.owner).migrate(tenant) else { throw Failed("it was migrated") }
        #expect(reason.contains("notes/001") && reason.contains("changed after it had been applied"))
        await #expect(throws: SchemaError.self) { try await FleetMigrations(new.owner).pending(in: tenant) }
        await old.stop()
        await new.stop()
    }

    @Test func migrationThatFailsHalfWayLeavesTheSchemaAsItWas() async throws {
        let broken = Migration("notes/003", ["alter table notes add column colour text", "alter table nothing add column x int"])
        let (old, new, tenant) = try await builds(then: [Fleet.notes, Self.more, broken])
        guard case .failed = await FleetMigrations(new.owner).migrate(tenant) else { throw Failed("it was migrated") }
        #expect(
            try await old.number(
                "select count(*) from information_schema.columns where table_schema = \(tenant.schema.description) and table_name = 'notes'"
            ) == 2)
        let ledger = try await old.database(of: tenant).read("select count(*) from _migrations").first?.decode(Int.self)
        #expect(ledger == old.platform.schemaPlan.migrations.count)
        #expect(try await old.platform.directory.tenant(id: tenant.id)?.schemaVersion == old.platform.schemaPlan.version)
        await old.stop()
        await new.stop()
    }

    @Test func ofTwoMigratorsOneDoesTheWork() async throws {
        let (old, new, tenant) = try await builds(then: [Fleet.notes, Self.more])
        let outcomes = await withTaskGroup(of: FleetMigrations.Outcome.self) { group in
            for _ in 0..<2 { group.addTask { await FleetMigrations(new.owner).migrate(tenant) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == .migrated(["notes/002"]) } == 1)
        #expect(outcomes.allSatisfy { $0 == .migrated(["notes/002"]) || $0 == .current || $0 == .claimed })
        #expect(try await FleetMigrations(new.owner).outdated().isEmpty)
        await old.stop()
        await new.stop()
    }

    @Test func tenantWhoseTablesAreInUseIsDeferred() async throws {
        let (old, new, tenant) = try await builds(then: [Fleet.notes, Self.more])
        try await old.database(of: tenant).transaction { transaction in
            _ = try await transaction.query("select * from notes")
            #expect(await FleetMigrations(new.owner).migrate(tenant) == .deferred)
        }
        #expect(await FleetMigrations(new.owner).migrate(tenant) == .migrated(["notes/002"]))
        await old.stop()
        await new.stop()
    }

    /// The same database as two builds see it, and a tenant that the first has made.
    private func builds(then migrations: [Migration]) async throws -> (old: TestPlatform, new: TestPlatform, tenant: Tenant) {
        let old = try await TestPlatform(features: [Fleet.feature()])
        let tenant = try await old.makeTenant()
        let new = try await TestPlatform(features: [Fleet.feature(migrations)], database: old.administrator)
        return (old, new, tenant)
    }
}
