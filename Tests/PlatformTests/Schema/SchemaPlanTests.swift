import Platform
import Postgres
import Support
import Testing

@testable import Platform

struct SchemaPlanTests {
    private let first = Migration("a/001", ["create table a ()"])
    private let second = Migration("a/002", ["create table b ()"])

    @Test func versionChangesWithEveryMigrationAndEveryWordOfIt() {
        let versions = [
            SchemaPlan([]), SchemaPlan([first]), SchemaPlan([first, second]), SchemaPlan([second, first]),
            SchemaPlan([Migration("a/001", ["create table a (id uuid)"])]), SchemaPlan([Migration("a/01", first.statements)]),
        ].map(\.version)
        #expect(Set(versions).count == versions.count)
        #expect(SchemaPlan([first]).version == SchemaPlan([first]).version)
    }

    @Test func ledgerOfATenantNamesEveryMigrationOnce() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        let ledger = try await site.database(of: tenant).read("select id, checksum from _migrations order by applied_at, id").decode(
            AppliedMigration.self)
        #expect(Set(ledger.map(\.id)) == Set(site.platform.schemaPlan.migrations.map(\.id)))
        #expect(try site.platform.schemaPlan.pending(after: ledger).isEmpty)
        #expect(tenant.schemaVersion == site.platform.schemaPlan.version)
    }

    @Test func platformsOwnMigrationsApplyOnceHoweverManyTry() async throws {
        let site = try await TestPlatform(features: [])
        let owner = site.owner.client
        #expect(try await PlatformMigrations(owner: owner).apply().isEmpty)
        let tables = try await owner.perform(
            UnitSettings(), "select string_agg('platform.' || tablename, ', ') from pg_tables where schemaname = 'platform'")
        try await owner.perform(UnitSettings(), .ddl("drop table \(tables.first?.decode(String.self) ?? "") cascade"))
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 { group.addTask { try await PlatformMigrations(owner: owner).apply() } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied == PlatformSchema.plan.migrations.map(\.id))
        await site.stop()
    }
}
