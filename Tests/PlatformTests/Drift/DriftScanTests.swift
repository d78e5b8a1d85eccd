import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import Platform

struct DriftScanTests {
    private static let migrations = [
        Migration(
            "notes/001",
            [
                """
                create table notes (
                    id uuid primary key, text text not null, size int default 3, colour varchar(10),
                    constraint notes_size check (size > 0)
                )
                """,
                "create index notes_text on notes (text)",
                "create function touch() returns trigger language plpgsql as $$ begin new.size = 1; return new; end $$",
                "create trigger touch before update on notes for each row execute function touch()",
                """
                create table papers (
                    id uuid primary key, note_id uuid not null,
                    constraint papers_note foreign key (note_id) references notes (id) on delete cascade
                )
                """,
            ])
    ]

    @Test func everyKindOfDriftAmongFiftySchemasIsFoundAndNoneInvented() async throws {
        let site = try await TestPlatform(features: [Fleet.feature(Self.migrations)])
        try await SparePool(site.owner).fill(to: 50)
        let scan = DriftScan(site.owner)
        let tenants = try await scan.tenants()
        #expect(tenants.count == 50)
        #expect(try await scan.scan(tenants).isEmpty)

        let kinds = PlantedDrift.all(role: site.owner.serverRole)
        var expected: [String: [String]] = [:]
        for (tenant, drift) in zip(tenants.shuffled(), kinds) {
            try await site.plant(drift, in: tenant.schema)
            expected[tenant.slug] = drift.found
        }
        // What customers' own fields need is no drift.
        for tenant in tenants where expected[tenant.slug] == nil {
            try await site.plant(PlantedDrift("create index ondemand_notes_size on notes (size)"), in: tenant.schema)
        }
        let found = try await scan.scan(tenants, workers: 1)
        #expect(found.map(\.slug).sorted() == expected.keys.sorted())
        for drift in found {
            #expect(drift.differences.map { "\($0.kind.rawValue) \($0.object)" } == expected[drift.slug])
            #expect(drift.problem == nil && drift.version == site.owner.schemaPlan.version)
        }
        await site.stop()
    }

    @Test func differenceShowsBothSides() async throws {
        let site = try await TestPlatform(features: [Fleet.feature(Self.migrations)])
        let tenant = try await site.makeTenant()
        try await site.plant(PlantedDrift("alter table notes alter column size set default 4"), in: tenant.schema)
        let scan = DriftScan(site.owner)
        let difference = try await scan.scan(try await scan.tenants()).first?.differences.first
        #expect(difference?.expected == "integer default 3" && difference?.found == "integer default 4")
        await site.stop()
    }

    @Test func tenantOfAnOlderBuildIsMeasuredByItsOwnVersion() async throws {
        let old = try await TestPlatform(features: [Fleet.feature(Self.migrations)])
        let (behind, migrated) = (try await old.makeTenant(), try await old.makeTenant())
        let more = Migration("notes/002", ["alter table notes add column pinned boolean"])
        let new = try await TestPlatform(features: [Fleet.feature(Self.migrations + [more])], database: old.administrator)
        #expect(await FleetMigrations(new.owner).migrate(migrated) == .migrated(["notes/002"]))
        let scan = DriftScan(new.owner)
        #expect(try await scan.scan(try await scan.tenants()).isEmpty)

        try await new.plant(PlantedDrift("alter table notes add column pinned boolean"), in: behind.schema)
        let drift = try await scan.scan(try await scan.tenants()).first
        #expect(drift?.slug == behind.slug && drift?.differences.map(\.object) == ["column notes.pinned"])
        // The older build cannot say what the newer one should have built.
        let blind = try await DriftScan(old.owner).scan(try await scan.tenants())
        #expect(blind.first { $0.slug == migrated.slug }?.problem?.contains("notes/002") == true)
        await old.stop()
        await new.stop()
    }

    @Test func missingSchemaIsNamedAndHidesNoOther() async throws {
        let site = try await TestPlatform(features: [Fleet.feature(Self.migrations)])
        let (gone, changed) = (try await site.makeTenant(), try await site.makeTenant())
        try await site.administer(.ddl("drop schema \(gone.schema) cascade"))
        try await site.plant(PlantedDrift("drop index notes_text"), in: changed.schema)
        let scan = DriftScan(site.owner)
        let drifts = try await scan.scan(try await scan.tenants())
        #expect(Set(drifts.map(\.slug)) == [gone.slug, changed.slug])
        #expect(drifts.first { $0.slug == gone.slug }?.problem == "its schema or its ledger is missing")
        await site.stop()
    }

    @Test func templateLeavesNothingBehind() async throws {
        let site = try await TestPlatform(features: [Fleet.feature(Self.migrations)])
        let tenant = try await site.makeTenant()
        let scan = DriftScan(site.owner)
        #expect(try await scan.scan(try await scan.tenants()).isEmpty)
        #expect(
            try await site.administer("select nspname::text from pg_namespace where nspname like 't\\_%'").map {
                try $0.decode(String.self)
            }
                == [tenant.schema.description])
        await site.stop()
    }
}

extension TestPlatform {
    /// Runs its statements in the schema as the superuser; `tenant` stands for the schema's name and role.
    fileprivate func plant(_ drift: PlantedDrift, in schema: SchemaName) async throws {
        let settings = UnitSettings(searchPath: schema.description)
        try await withClient(administrator, logger: quietLogger) { client in
            for statement in drift.statements {
                try await client.perform(settings, .ddl(statement.replacing(/\btenant\b/, with: schema.description)))
            }
        }
    }
}
