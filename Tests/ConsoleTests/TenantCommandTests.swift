import Foundation
import Postgres
import Support
import Testing
import Web

@Suite struct TenantCommandTests {
    @Test func aNewTenantIsReadyAndItsAdminInvited() async throws {
        let fleet = try await TestFleet.installed()
        let ending = try await fleet.create("initech", "--plan", "pro", "--color", "#0a7d5a", "-o", "json")
        #expect(ending.status == 0)
        #expect(ending.data.first?["state"]?.string == "active")
        #expect(ending.data.first?["plan"]?.string == "pro")
        #expect(ending.data.first?["invitation_link"]?.string?.hasPrefix("http://initech.localhost:8080/invitation/") == true)
        let schema = try await fleet.schema(of: "initech")
        #expect(try await fleet.count(.ddl("select count(*) from \(schema).users where email = 'ada@initech.example'")) == 1)
    }

    @Test func theInvitationLinkLetsTheAdminOfANewTenantIn() async throws {
        let site = try await TestSite.shared()
        let fleet = try await TestFleet(of: site)
        let slug = "c" + UUID().uuidString.prefix(8).lowercased()
        let link = try #require(try await fleet.create(slug, "-o", "json").data.first?["invitation_link"]?.string)
        let tenant = try #require(try await site.platform.directory.tenant(slug: slug))
        let browser = TestBrowser(client: TestTenant(site: site, tenant: tenant).guest)
        let path = try #require(URL(string: link)).path
        let answer = try await browser.submit(path, from: path, ["password": "correct horse battery"])
        #expect(answer.status == 303)
        #expect(try await browser.get("/contacts").status == 200)
    }

    @Test func theListParsesInEveryFormat() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        let json = try await fleet.run("tenant", "list", "-o", "json")
        #expect(json.json["version"]?.int == 1)
        #expect(json.data.map { $0["slug"]?.string } == ["acme", "globex"])
        let lines = try await fleet.run("tenant", "list", "-o", "ndjson").output.split(separator: "\n")
        #expect(try lines.map { try JSONValue(parsing: Array($0.utf8))["name"]?.string } == ["The acme", "The globex"])
        let csv = try await fleet.run("tenant", "list", "-o", "csv").output.components(separatedBy: "\r\n")
        #expect(csv.count == 4 && csv[0] == "slug,name,state,plan,schema_version,created_at" && csv[3].isEmpty)
        #expect(csv[1].hasPrefix("acme,The acme,active,trial,"))
        let table = try await fleet.run("tenant", "list").output.split(separator: "\n")
        #expect(table.count == 3 && table[0].hasPrefix("SLUG    NAME        STATE") && !table[0].contains("\u{1B}"))
    }

    @Test func theListCanBeNarrowed() async throws {
        let fleet = try await TestFleet.installed("acme", "globex", "hooli")
        _ = try await fleet.run("tenant", "suspend", "globex", "--confirm", "globex")
        let active = try await fleet.run("tenant", "list", "--selector", "state=active", "--limit", "1", "-o", "json")
        #expect(active.data.map { $0["slug"]?.string } == ["acme"])
        #expect(try await fleet.run("tenant", "list", "--selector", "color=red").status == 2)
    }

    @Test func whatIsWrongHasItsOwnStatus() async throws {
        let fleet = try await TestFleet.installed("acme")
        let unknown = try await fleet.run("tenant", "show", "nobody")
        #expect(unknown.status == 3 && unknown.output.isEmpty && unknown.messages.contains("There is no tenant \"nobody\"."))
        #expect(try await fleet.create("acme").status == 5)
        #expect(try await fleet.create("Not A Slug").status == 2)
        #expect(try await fleet.create("www").status == 2)
        #expect(try await fleet.create("fine", "--color", "green").status == 2)
        #expect(try await fleet.run("tenant", "show").status == 2)
        #expect(try await fleet.run("tenant", "list", "-o", "xml").status == 2)
        #expect(try await fleet.run("--help").status == 0)
    }

    @Test func aSuspendedTenantsSiteTurnsPeopleAwayUntilItIsResumed() async throws {
        let site = try await TestSite.shared()
        let (fleet, tenant) = (try await TestFleet(of: site), try await site.makeTenant())
        let slug = tenant.tenant.slug
        #expect(try await tenant.guest.get("/login").status == 200)
        let suspended = try await fleet.run("tenant", "suspend", slug, "--confirm", slug, "--reason", "unpaid")
        #expect(suspended.status == 0)
        #expect(try await tenant.waits(for: 403, at: "/"))
        let again = try await fleet.run("tenant", "suspend", slug, "--confirm", slug)
        #expect(again.status == 5, "\(again.messages)")
        #expect(try await fleet.run("tenant", "resume", slug).status == 0)
        #expect(try await tenant.waits(for: 303, at: "/"))
        #expect(try await fleet.run("tenant", "resume", slug).status == 5)
    }

    @Test func suspendingWantsAConfirmation() async throws {
        let fleet = try await TestFleet.installed("acme")
        let unconfirmed = try await fleet.run("tenant", "suspend", "acme")
        #expect(unconfirmed.status == 4 && unconfirmed.messages.contains("--confirm acme"))
        #expect(try await fleet.run("tenant", "suspend", "acme", "--confirm", "acne").status == 4)
        #expect(try await fleet.run(["tenant", "suspend", "acme", "--no-input"], input: "acme\n").status == 4)
        #expect(try await fleet.count("select count(*) from platform.tenants where state = 'active'") == 1)
    }

    @Test func dryRunsChangeNothing() async throws {
        let fleet = try await TestFleet.installed("acme")
        let before = try await fleet.fingerprint()
        let create = try await fleet.create("globex", "--dry-run")
        #expect(create.status == 0 && create.output.contains("create  tenant globex"))
        let suspend = try await fleet.run("tenant", "suspend", "acme", "--dry-run", "-o", "json")
        #expect(suspend.status == 0 && suspend.data.first?["detail"]?.string?.hasPrefix("active → suspended") == true)
        #expect(try await fleet.create("acme", "--dry-run").status == 5)
        #expect(try await fleet.run("user", "create", "acme", "mei@acme.example", "--name", "Mei", "--dry-run").status == 0)
        #expect(try await fleet.run("user", "reset-password", "acme", "ada@acme.example", "--dry-run").status == 0)
        #expect(try await fleet.fingerprint() == before)
    }
}

extension TestFleet {
    /// The console against the database of a running site.
    init(of site: TestSite) async throws {
        try await self.init(site.base.administrator, environment: ["STORAGE_DIR": site.platform.configuration.storageDirectory])
    }

    /// Everything that a dry run might have touched.
    fileprivate func fingerprint() async throws -> [String] {
        let schema = try await schema(of: "acme")
        return try await sql(
            .ddl(
                """
                select t::text from platform.tenants t union all select a::text from platform.operator_audit a
                union all select u::text from \(schema).users u union all select l::text from \(schema).user_links l
                union all select nspname::text from pg_namespace where nspname like 't\\_%' order by 1
                """)
        ).map { try $0.decode(String.self) }
    }
}

extension TestTenant {
    /// Servers hear of a change in a moment, not at once.
    func waits(for status: Int, at path: String) async throws -> Bool {
        for _ in 0..<100 {
            if try await guest.get(path).status == status { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }
}
