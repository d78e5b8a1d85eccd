import Platform
import Postgres
import Support
import Testing

@testable import Platform

/// Index builds and backfills in schemas that are in use.
struct ExtraStepTests {
    private static let index = Migration.index("notes/002-text", ConcurrentIndex("notes_text", on: "notes", "(text)", isUnique: true))
    private static let colour = Migration("notes/003-colour", ["alter table notes add column colour text"])
    private static let backfill = Migration.backfill(
        "notes/004-colours",
        "update notes set colour = 'red' where id in (select id from notes where colour is null limit 1000)")

    @Test func indexIsBuiltBesideTheTraffic() async throws {
        let scene = try await Scene([Fleet.notes, Self.index])
        #expect(await scene.migrate() == .migrated(["notes/002-text"]))
        #expect(try await scene.usableIndexes() == 1)
        #expect(await scene.migrate() == .current)
        #expect(try await FleetMigrations(scene.new.owner).outdated().isEmpty)
        await scene.stop()
    }

    @Test func indexBuildThatFailedHalfWayIsBegunAnew() async throws {
        let scene = try await Scene([Fleet.notes, Self.index])
        try await scene.fill(2, "'same'")
        guard case .failed = await scene.migrate() else { throw Failed("two alike are not unique") }
        #expect(try await scene.usableIndexes() == 0)
        #expect(try await scene.indexes() == 1)
        #expect(try await scene.version() != scene.new.platform.schemaPlan.version)
        try await scene.run("delete from notes")
        #expect(await scene.migrate() == .migrated(["notes/002-text"]))
        #expect(try await scene.usableIndexes() == 1)
        await scene.stop()
    }

    @Test func indexThatIsThereAlreadyIsOnlyNoted() async throws {
        let scene = try await Scene([Fleet.notes, Self.index])
        // As a migrator leaves it that is killed between the build and the entry.
        try await scene.run("create unique index notes_text on notes (text)")
        #expect(await scene.migrate() == .migrated(["notes/002-text"]))
        #expect(try await scene.usableIndexes() == 1)
        await scene.stop()
    }

    @Test func backfillGoesOnWhereItWasStopped() async throws {
        let scene = try await Scene([Fleet.notes, Self.colour, Self.backfill])
        try await scene.fill(2_500, "'note ' || n")
        #expect(try await scene.migrate(with: [Fleet.notes, Self.colour]) == .migrated(["notes/003-colour"]))
        // As a migrator leaves it that is killed after the first batch.
        try await scene.run("update notes set colour = 'blue' where id in (select id from notes limit 1000)")
        #expect(await scene.migrate() == .migrated(["notes/004-colours"]))
        #expect(try await scene.count("select count(*) from notes where colour = 'red'") == 1_500)
        #expect(try await scene.count("select count(*) from notes where colour = 'blue'") == 1_000)
        #expect(try await scene.count("select count(*) from _migrations where id = 'notes/004-colours'") == 1)
        await scene.stop()
    }

    @Test func tenantIsServedWhileItsBackfillIsNotThrough() async throws {
        let broken = Migration.backfill("notes/004-colours", "update nothing set colour = 'red'")
        let scene = try await Scene([Fleet.notes, Self.colour, broken])
        guard case .failed = await scene.migrate() else { throw Failed("there is no such table") }
        let plan = scene.new.platform.schemaPlan
        let version = try await scene.version()
        #expect(version != plan.version && plan.acceptance(of: version) == .accepted)
        #expect(try await scene.count("select count(*) from _migrations where id = 'notes/003-colour'") == 1)
        await scene.stop()
    }

    @Test func newTenantHasAllOfItFromTheStart() async throws {
        let scene = try await Scene([Fleet.notes, Self.index, Self.colour, Self.backfill])
        let tenant = try await scene.new.makeTenant()
        #expect(await FleetMigrations(scene.new.owner).migrate(tenant) == .current)
        #expect(tenant.schemaVersion == scene.new.platform.schemaPlan.version)
        #expect(await scene.migrate() == .migrated(["notes/002-text", "notes/003-colour", "notes/004-colours"]))
        let scan = DriftScan(scene.new.owner)
        let drifts = try await scan.scan(try await scan.tenants())
        #expect(drifts.isEmpty, "\(drifts)")
        await scene.stop()
    }
}

/// A tenant that an older build has made, and the build that is to migrate it.
private struct Scene {
    let old: TestPlatform
    let new: TestPlatform
    let tenant: Tenant

    init(_ migrations: [Migration]) async throws {
        old = try await TestPlatform(features: [Fleet.feature()])
        tenant = try await old.makeTenant()
        new = try await TestPlatform(features: [Fleet.feature(migrations)], database: old.administrator)
    }

    func migrate() async -> FleetMigrations.Outcome { await FleetMigrations(new.owner).migrate(tenant) }

    /// As a build between the two would.
    func migrate(with migrations: [Migration]) async throws -> FleetMigrations.Outcome {
        let build = try await TestPlatform(features: [Fleet.feature(migrations)], database: old.administrator)
        let outcome = await FleetMigrations(build.owner).migrate(tenant)
        await build.stop()
        return outcome
    }

    func version() async throws -> String { try await new.platform.directory.tenant(id: tenant.id)?.schemaVersion ?? "" }

    func indexes() async throws -> Int {
        try await new.number("select count(*) from pg_indexes where schemaname = \(tenant.schema.description) and indexname = 'notes_text'")
    }

    func usableIndexes() async throws -> Int {
        try await new.number(
            """
            select count(*) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = \(tenant.schema.description) and c.relname = 'notes_text' and i.indisvalid
            """)
    }

    func fill(_ count: Int, _ text: SQL) async throws {
        try await run("insert into notes (id, text) select gen_random_uuid(), \(text) from generate_series(1, \(count)) n")
    }

    /// As the owner of the schema.
    func run(_ statement: SQL) async throws {
        try await new.owner.client.perform(SchemaLedger(schema: tenant.schema.description).settings, statement)
    }

    func count(_ statement: SQL) async throws -> Int {
        try await new.database(of: tenant).read(statement).first?.decode(Int.self) ?? -1
    }

    func stop() async {
        await old.stop()
        await new.stop()
    }
}
