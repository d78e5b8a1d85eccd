import Foundation
import Platform
import Postgres
import Testing
import Web

@Suite struct IndexCommandTests {
    @Test func indexesThatATenantWantsAreBuiltOnce() async throws {
        let fleet = try await TestFleet.installed()
        _ = try await fleet.create("initech")
        let schema = try await fleet.schema(of: "initech")
        let field = UUID()
        try await fleet.sql(
            .ddl(
                """
                insert into \(schema).custom_fields (id, record_type, name, kind, label, position, created_at, index_wanted_at)
                values ('\(field.uuidString)', 'contact', 'size', 'integer', 'Size', 1, now(), now())
                """))
        #expect(try await fleet.run("index", "build").messages.contains("0 looked after."), "nobody has asked")
        try await fleet.sql("update platform.tenants set indexes_due_at = now() where slug = 'initech'")
        let plan = try await fleet.run("index", "build", "--dry-run", "-o", "json")
        #expect(plan.data.first?["target"]?.string == "tenant initech")
        let count: SQL = "select count(*) from pg_class where relname like 'ondemand%' and relkind = 'i'"
        #expect(try await fleet.count(count) == 0)
        let built = try await fleet.run("index", "build", "--reason", "slow filters")
        #expect(built.status == 0 && built.messages.contains("1 looked after."))
        #expect(try await fleet.count(count) == 1)
        #expect(try await fleet.run("index", "build").messages.contains("0 looked after."))
        #expect(try await fleet.run("drift", "scan").status == 0)
    }
}
