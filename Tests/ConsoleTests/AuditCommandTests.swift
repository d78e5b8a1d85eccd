import Foundation
import Postgres
import Support
import Testing
import Web

@Suite struct AuditCommandTests {
    @Test func tenantsChainsAreVerifiedBesideTheOperators() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        let ending = try await fleet.run("audit", "verify", "-o", "json")
        #expect(ending.status == 0 && ending.data.map { $0["chain"]?.string } == ["platform", "acme", "globex"])
        let operators = try #require(ending.data.first)
        #expect(operators["rows"]?.int ?? 0 >= 4 && operators["head"]?.string?.count == 64)
        try await fleet.sql(
            .ddl(
                "insert into \(try await fleet.schema(of: "globex")).event_seals values (1, now(), 1, '9', gen_random_uuid(), '', '')"))
        let broken = try await fleet.run("audit", "verify", "-o", "json")
        #expect(broken.status == 7 && broken.data.map { $0["state"]?.string } == ["ok", "ok", "fail"])
        #expect(broken.data.last?["first_broken_row"]?.int == 1)
        #expect(try await fleet.run("audit", "verify", "--selector", "slug=acme").status == 0)
    }

    @Test func aCutOffEndIsFoundByTheOutputOfAnEarlierRun() async throws {
        let fleet = try await TestFleet.installed("acme")
        let file = NSTemporaryDirectory() + "heads-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await fleet.run("audit", "verify", "-o", "json").output.write(toFile: file, atomically: true, encoding: .utf8)
        _ = try await fleet.run("tenant", "suspend", "acme", "--confirm", "acme")
        #expect(try await fleet.run("audit", "verify", "--against", file).status == 0, "a chain may grow")
        try await fleet.run("audit", "verify", "-o", "json").output.write(toFile: file, atomically: true, encoding: .utf8)
        try await fleet.sql("delete from platform.operator_audit where command = 'tenant suspend'")
        #expect(try await fleet.run("audit", "verify").status == 0)
        let found = try await fleet.run("audit", "verify", "--against", file, "-o", "json")
        #expect(found.status == 7 && found.data.first?["problem"]?.string?.contains("cut off") == true)
        #expect(try await fleet.run("audit", "verify", "--against", "/nowhere").status == 2)
    }

    @Test func nothingMovesFromOneColumnOfTheLogToTheNext() async throws {
        let fleet = try await TestFleet.installed("acme")
        try await fleet.sql(
            "update platform.operator_audit set operator = operator || '|' || host, host = command, command = arguments::text")
        #expect(try await fleet.run("audit", "verify").status == 7)
    }

    @Test func theNewestRowsAreShown() async throws {
        let fleet = try await TestFleet.installed("acme")
        _ = try await fleet.run("tenant", "suspend", "acme", "--confirm", "acme", "--reason", "unpaid")
        let tail = try await fleet.run("audit", "tail", "--limit", "1", "-o", "json")
        #expect(tail.status == 0 && tail.data.map { $0["command"]?.string } == ["tenant suspend"])
        #expect(tail.data.first?["phase"]?.string == "done" && tail.data.first?["arguments"]?.string?.contains("--reason unpaid") == true)
        let created = try await fleet.run("audit", "tail", "--command", "tenant create", "--operator", "olga", "-o", "json")
        #expect(created.data.map { $0["phase"]?.string } == ["started", "done"])
        #expect(try await fleet.run("audit", "tail", "--operator", "nobody", "-o", "json").data.isEmpty)
    }

    @Test func eventsOfATenantAreFoundWithoutWhatTheySay() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        #expect(try await fleet.run("tenant", "seed", "acme").status == 0)
        let (schema, id, person) = (try await fleet.schema(of: "acme"), UUID().uuidString.lowercased(), UUID().uuidString.lowercased())
        for (kind, at) in [("created", "2026-11-01T10:00:00Z"), ("updated", "2026-11-02T10:00:00Z"), ("deleted", "2026-11-03T10:00:00Z")] {
            try await fleet.sql(
                .ddl(
                    """
                    insert into \(schema).events (id, at, kind, record_type, record_id, actor_id, cause, request_id, after)
                    select gen_random_uuid(), '\(at)', 'contact.\(kind)', 'contact', '\(id)',
                        case when '\(kind)' = 'updated' then (select id from \(schema).users where email = 'rep@acme.test') else '\(person)' end,
                        'page', 'r-\(kind)', '{"phone":"555 0100","email":"x@y.test"}'
                    """))
        }
        let search: ([String]) async throws -> [String] = { arguments in
            let ending = try await fleet.run(["audit", "search", "acme", "-o", "json"] + arguments)
            #expect(ending.status == 0 && !ending.output.contains("555 0100"), "\(arguments)")
            return ending.data.compactMap { $0["kind"]?.string?.split(separator: ".").last.map { String($0) } }
        }
        #expect(try await search(["--record", id]) == ["created", "updated", "deleted"])
        #expect(try await search(["--type", "contact", "--limit", "1"]) == ["deleted"])
        #expect(try await search(["--kind", "contact.created"]) == ["created"])
        #expect(try await search(["--person", "rep@acme.test"]) == ["updated"])
        #expect(try await search(["--request", "r-deleted"]) == ["deleted"])
        #expect(try await search(["--type", "contact", "--since", "2026-11-02", "--until", "2026-11-03T10:00:00Z"]) == ["updated"])
        #expect(try await search(["--batch", UUID().uuidString]).isEmpty)
        let found = try await fleet.run("audit", "search", "acme", "--record", id, "-o", "json").data.first
        #expect(found?["fields"]?.string == "email phone" && found?["record_id"]?.string == id)
        #expect(try await fleet.run("audit", "search", "globex", "--record", id, "-o", "json").data.isEmpty)
        for (arguments, status) in [
            (["nobody"], 3), (["acme", "--person", "nobody@acme.test"], 3), (["acme", "--record", "x"], 2), (["acme", "--since", "x"], 2),
        ] {
            #expect(try await fleet.run(["audit", "search"] + arguments).status == Int32(status), "\(arguments)")
        }
    }

    @Test func whatAnEventSaysIsErasedOnceItIsConfirmed() async throws {
        let fleet = try await TestFleet.installed("acme")
        let (schema, id) = (try await fleet.schema(of: "acme"), UUID().uuidString.lowercased())
        try await fleet.sql(
            .ddl(
                """
                insert into \(schema).events (id, at, kind, record_type, record_id, cause, after)
                values (gen_random_uuid(), now(), 'contact.created', 'contact', '\(id)', 'api', '{"phone":"555 0100"}')
                """))
        #expect(try await fleet.run("audit", "erase", "acme", "contact", UUID().uuidString, "--confirm", "acme").status == 3)
        #expect(try await fleet.run("audit", "erase", "acme", "contact", id, "--no-input").status == 4)
        #expect(try await fleet.run("audit", "erase", "acme", "contact", id, "--dry-run").output.contains("1 events"))
        let left = SQL.ddl("select count(*) from \(schema).events where after is not null and record_id = '\(id)'")
        #expect(try await fleet.count(left) == 1)
        let ending = try await fleet.run(
            "audit", "erase", "acme", "contact", id, "--confirm", "acme", "--reason", "request 17", "-o", "json")
        #expect(ending.status == 0 && ending.data.first?["erased_events"]?.int == 1)
        #expect(try await fleet.count(left) == 0)
        #expect(try await fleet.run("audit", "verify").status == 0)
    }
}
