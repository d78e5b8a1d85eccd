import Foundation
import Testing
import Web

@Suite struct PoolCommandTests {
    @Test func poolIsFilledShownAndDrained() async throws {
        let fleet = try await TestFleet.installed()
        let filled = try await fleet.run("pool", "fill", "--size", "3", "-o", "json", "--reason", "launch day")
        #expect(filled.status == 0 && filled.data.first?["ready"]?.int == 3 && filled.messages.contains("3 built."))
        #expect(try await fleet.run("pool", "fill", "--size", "2").messages.contains("0 built."))
        let status = try await fleet.run("pool", "status", "-o", "json")
        #expect(status.data.first?["ready"]?.int == 3 && status.data.first?["behind"]?.int == 0)
        let drained = try await fleet.run("pool", "drain", "--limit", "2", "-o", "csv")
        #expect(drained.status == 0 && drained.output == "ready,behind\r\n1,0\r\n")
        #expect(try await fleet.run("pool", "drain").status == 0)
        #expect(try await fleet.count("select count(*) from pg_namespace where nspname like 't\\_%'") == 0)
        #expect(try await fleet.count("select count(*) from platform.operator_audit where command like 'pool %'") == 8)
    }

    @Test func newTenantTakesASpare() async throws {
        let fleet = try await TestFleet.installed()
        _ = try await fleet.run("pool", "fill", "--size", "1")
        let spare = try await fleet.sql("select id from platform.tenants where state = 'spare'").first?.decode(UUID.self)
        let created = try await fleet.create("initech", "-o", "json")
        #expect(created.data.first?["id"]?.string == spare?.uuidString.lowercased())
        #expect(try await fleet.run("pool", "status", "-o", "ndjson").output == "{\"ready\":0,\"behind\":0}\n")
        #expect(try await fleet.run("tenant", "list", "-o", "json").data.count == 1)
    }

    @Test func spareIsMigratedWithTheFleet() async throws {
        let fleet = try await TestFleet.installed()
        try await fleet.createOutdatedSpare()
        #expect(try await fleet.run("pool", "status", "-o", "json").data.first?["behind"]?.int == 1)
        #expect(try await fleet.run("migrate", "apply").status == 0)
        #expect(try await fleet.run("pool", "status", "-o", "json").data.first?["ready"]?.int == 1)
        #expect(try await fleet.run("migrate", "status").status == 0)
    }

    @Test func dryRunsSayWhatWouldHappen() async throws {
        let fleet = try await TestFleet.installed()
        let fill = try await fleet.run("pool", "fill", "--size", "4", "--dry-run", "-o", "json")
        #expect(fill.status == 0 && fill.data.first?["target"]?.string == "4 spares")
        #expect(try await fleet.count("select count(*) from platform.tenants") == 0)
        _ = try await fleet.run("pool", "fill", "--size", "1")
        #expect(try await fleet.run("pool", "drain", "--dry-run").output.contains("1 spares"))
        #expect(try await fleet.count("select count(*) from platform.tenants where state = 'spare'") == 1)
    }

    @Test func whatMakesNoSenseIsRefused() async throws {
        let fleet = try await TestFleet.installed()
        #expect(try await fleet.run("pool", "fill").status == 2)
        #expect(try await fleet.run("pool", "fill", "--size", "-1").status == 2)
        #expect(try await fleet.run("pool", "drain", "--limit", "0").status == 2)
    }
}
