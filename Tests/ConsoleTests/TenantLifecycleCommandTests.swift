import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@Suite struct TenantLifecycleCommandTests {
    @Test func tenantIsDeletedRestoredAndPurged() async throws {
        let fleet = try await TestFleet.installed("acme")
        let schema = try await fleet.schema(of: "acme")
        #expect(try await fleet.run("tenant", "delete", "acme").status == 4)
        let deleted = try await fleet.run("tenant", "delete", "acme", "--confirm", "acme", "--reason", "contract ended", "-o", "json")
        #expect(deleted.status == 0 && deleted.data.first?["state"]?.string == "deleting" && deleted.data.first?["purge_at"]?.string != nil)
        #expect(try await fleet.run("tenant", "suspend", "acme", "--confirm", "acme").status == 5)
        let restored = try await fleet.run("tenant", "restore", "acme", "-o", "json")
        #expect(restored.status == 0 && restored.data.first?["state"]?.string == "active" && restored.data.first?["purge_at"] == .null)
        #expect(try await fleet.run("tenant", "purge", "acme", "--now", "--confirm", "acme").status == 5)

        _ = try await fleet.run("tenant", "delete", "acme", "--confirm", "acme")
        let notDue = try await fleet.run("tenant", "purge", "acme", "--confirm", "acme")
        #expect(notDue.status == 4 && notDue.messages.contains("can be restored until"))
        #expect(try await fleet.run("tenant", "purge", "acme", "--now").status == 4)
        #expect(try await fleet.run("tenant", "purge", "acme", "--now", "--dry-run").output.contains(schema))
        #expect(try await fleet.count("select count(*) from pg_namespace where nspname = \(schema)") == 1)
        #expect(try await fleet.run("tenant", "purge", "acme", "--now", "--confirm", "acme").status == 0)
        #expect(try await fleet.count("select count(*) from pg_namespace where nspname = \(schema)") == 0)
        #expect(try await fleet.count("select count(*) from pg_roles where rolname = \(schema)") == 0)
        #expect(try await fleet.run("tenant", "show", "acme").status == 3)
        #expect(try await fleet.run("tenant", "list", "--selector", "state=purged", "-o", "json").data.count == 1)
        #expect(try await fleet.create("acme").status == 5)
        let phases = try await fleet.sql("select phase from platform.operator_audit where command = 'tenant purge' order by number")
        #expect(try phases.map { try $0.decode(String.self) } == ["started", "done"])
        #expect(try await fleet.run("audit", "verify").status == 0)
    }

    @Test func renamedTenantAnswersAtItsNewAddressOnly() async throws {
        let site = try await TestSite.shared()
        let (fleet, tenant) = (try await TestFleet(of: site), try await site.makeTenant())
        let (old, new) = (tenant.tenant.slug, "n" + tenant.tenant.slug)
        #expect(try await tenant.guest.get("/login").status == 200)
        let dry = try await fleet.run("tenant", "rename", old, new, "--dry-run")
        #expect(dry.status == 0 && dry.output.contains("slug \(old) → \(new)"))
        let renamed = try await fleet.run("tenant", "rename", old, new, "--reason", "merger", "-o", "json")
        #expect(renamed.status == 0 && renamed.data.first?["slug"]?.string == new)
        #expect(try await tenant.waits(for: 404, at: "/login"))
        let found = try #require(try await site.platform.directory.tenant(slug: new))
        let moved = TestTenant(site: site, tenant: found)
        #expect(try await TestBrowser(client: moved.guest).logIn("admin@\(old).test").status == 303)
        #expect(try await fleet.run("tenant", "rename", new, "www").status == 2)
        #expect(try await fleet.run("tenant", "rename", old, "whatever").status == 3)
        #expect(try await fleet.run("tenant", "rename", new, new).status == 5)
    }

    @Test func manyTenantsAreChangedAtOnce() async throws {
        let fleet = try await TestFleet.installed("acme", "globex", "hooli")
        _ = try await fleet.run("tenant", "read-only", "globex")
        #expect(try await fleet.run("tenant", "suspend", "--selector", "plan=trial").status == 4)
        #expect(try await fleet.run("tenant", "suspend", "--selector", "plan=trial", "--confirm", "2").status == 4)
        let dry = try await fleet.run("tenant", "suspend", "--selector", "plan=trial", "--dry-run", "-o", "json")
        #expect(dry.data.count == 3 && dry.messages.contains("Nothing was changed."))
        let limited = try await fleet.run("tenant", "suspend", "--selector", "plan=trial", "--limit", "1", "--confirm", "1", "-o", "json")
        #expect(limited.status == 0 && limited.data.map { $0["slug"]?.string } == ["acme"])
        let all = try await fleet.run("tenant", "suspend", "--selector", "plan=trial", "--confirm", "2", "-o", "json")
        #expect(all.status == 0 && all.data.map { $0["outcome"]?.string } == ["changed", "changed"])
        #expect(try await fleet.count("select count(*) from platform.tenants where state = 'suspended'") == 3)
        let readOnly = try await fleet.run("tenant", "read-only", "--selector", "state=suspended")
        #expect(readOnly.status == 0 && readOnly.messages.contains("3 done, 0 failed, 0 not begun."))
        #expect(try await fleet.run("tenant", "resume", "--selector", "plan=trial").status == 0)
        #expect(try await fleet.count("select count(*) from platform.tenants where state = 'active'") == 3)
    }

    @Test func bulkChangeThatPartlyFailsSaysSo() async throws {
        let fleet = try await TestFleet.installed("acme", "globex", "hooli")
        for slug in ["acme", "globex"] { _ = try await fleet.run("tenant", "delete", slug, "--confirm", slug) }
        let partly = try await fleet.run("tenant", "read-only", "--selector", "plan=trial", "-o", "json")
        #expect(partly.status == 6 && partly.data.map { $0["outcome"]?.string } == ["failed", "failed", "changed"])
        #expect(partly.data.first?["problem"]?.string?.contains("acme is deleting") == true)
        let stopped = try await fleet.run("tenant", "resume", "--selector", "plan=trial", "--max-failures", "1", "-o", "json")
        #expect(stopped.status == 6 && stopped.data.count == 1 && stopped.messages.contains("0 done, 1 failed, 2 not begun."))
        let phases = try await fleet.sql("select phase from platform.operator_audit where command = 'tenant resume' order by number")
        #expect(try phases.map { try $0.decode(String.self) } == ["started", "done"])
    }

    @Test func oneTenantOrManyMustBeNamed() async throws {
        let fleet = try await TestFleet.installed("acme")
        #expect(try await fleet.run("tenant", "resume").status == 2)
        #expect(try await fleet.run("tenant", "resume", "acme", "--selector", "plan=trial").status == 2)
        #expect(try await fleet.run("tenant", "resume", "acme", "--limit", "1").status == 2)
        #expect(try await fleet.run("tenant", "resume", "--selector", "plan=trial", "--max-failures", "0").status == 2)
        for verb in ["delete", "restore", "purge", "read-only", "seed"] {
            #expect(try await fleet.run("tenant", verb, "nobody", "--dry-run").status == 3, "\(verb)")
        }
    }

    @Test func seedIsSafeToRepeatAndRefusedInProduction() async throws {
        let fleet = try await TestFleet.installed("acme")
        let dry = try await fleet.run("tenant", "seed", "acme", "--dry-run")
        #expect(dry.status == 0 && dry.output.contains("demo people"))
        let schema = try await fleet.schema(of: "acme")
        #expect(try await fleet.count(.ddl("select count(*) from \(schema).users")) == 1)
        for _ in 0..<2 { #expect(try await fleet.run("tenant", "seed", "acme").status == 0) }
        #expect(try await fleet.count(.ddl("select count(*) from \(schema).users where email like '%@acme.test'")) == 4)
        let production = try await TestFleet(fleet.database, environment: ["APP_ENV": "production"])
        let refused = try await production.run("tenant", "seed", "acme")
        #expect(refused.status == 4 && refused.messages.contains("production"))
    }

    @Test func seedFillsATenantWithRecordsUpToANumber() async throws {
        let fleet = try await TestFleet.installed("acme")
        let dry = try await fleet.run("tenant", "seed", "acme", "--records", "40", "--dry-run")
        #expect(dry.status == 0 && dry.output.contains("until there are 40"))
        let schema = try await fleet.schema(of: "acme")
        for records in ["40", "40", "620"] { #expect(try await fleet.run("tenant", "seed", "acme", "--records", records).status == 0) }
        #expect(try await fleet.count(.ddl("select count(*) from \(schema).contacts")) == 620)
        #expect(try await fleet.count(.ddl("select count(*) from \(schema).companies")) == 62)
        #expect(try await fleet.count(.ddl("select count(*) from \(schema).contacts where company_id is not null")) == 620)
        #expect(try await fleet.count(.ddl("select count(distinct owner_id) from \(schema).contacts")) == 4)
        #expect(
            try await fleet.count(.ddl("select count(*) from \(schema).events where kind = 'contact.created' and cause = 'seed'")) == 620)
        #expect(try await fleet.run("tenant", "seed", "acme", "--records", "-1").status == 2)
        let refused = try await TestFleet(fleet.database, environment: ["APP_ENV": "production"]).run(
            "tenant", "seed", "acme", "--records", "700")
        #expect(refused.status == 4 && refused.messages.contains("production"))
    }

    @Test func sweepFinishesWhatACrashHasLeft() async throws {
        let fleet = try await TestFleet.installed()
        try await fleet.withPlatform { platform in
            platform.plantedStop.plant(at: 4)
            let request = ProvisioningRequest(slug: "acme", name: "Acme", adminEmail: "ada@acme.example", adminName: "Ada")
            await #expect(throws: PlantedStop.Stopped.self) { try await Provisioning(platform).create(request) }
        }
        let dry = try await fleet.run("tenant", "sweep", "--dry-run", "-o", "json")
        #expect(dry.data.map { $0["target"]?.string } == ["tenant acme"])
        let swept = try await fleet.run("tenant", "sweep", "-o", "json")
        #expect(swept.status == 0 && swept.data.map { $0["outcome"]?.string } == ["finished"])
        #expect(try await fleet.run("tenant", "show", "acme", "-o", "json").data.first?["state"]?.string == "active")
        #expect(try await fleet.run("tenant", "sweep", "-o", "json").data.isEmpty)
    }
}
