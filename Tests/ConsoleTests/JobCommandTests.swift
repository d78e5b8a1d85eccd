import Foundation
import Postgres
import Support
import Testing
import Web

@Suite struct JobCommandTests {
    private static let dead = "0198c5a2-7c1e-7f00-8a51-000000000001"
    private static let waiting = "0198c5a2-7c1e-7f00-8a51-000000000002"
    private static let done = "0198c5a2-7c1e-7f00-8a51-000000000003"

    @Test func jobsAreListedAndShownWithoutWhatTheyAreAbout() async throws {
        let fleet = try await fleet()
        let all = try await fleet.run("job", "list", "--tenant", "acme", "-o", "json")
        #expect(all.status == 0 && all.data.map { $0["state"]?.string } == ["done", "waiting", "dead"])
        let dead = try await fleet.run("job", "list", "--state", "dead", "--kind", "mail.send", "-o", "csv")
        #expect(dead.status == 0)
        #expect(dead.output.hasPrefix("tenant,id,kind,state,attempts,run_at,last_error\r\nacme,\(Self.dead),mail.send,dead,8,"))
        let one = try await fleet.run("job", "show", "acme", Self.dead, "-o", "json")
        #expect(one.status == 0 && one.data.first?["last_error"]?.string == "no route" && one.data.first?["request_id"]?.string == "r-1")
        #expect(!one.output.contains("secret"))
        #expect(try await fleet.run("job", "list", "--tenant", "platform").status == 0)
    }

    @Test func whatIsNotThereIsNotFoundAndWhatIsWrongIsSaid() async throws {
        let fleet = try await fleet()
        #expect(try await fleet.run("job", "list", "--tenant", "nobody").status == 3)
        #expect(try await fleet.run("job", "show", "acme", "nonsense").status == 3)
        #expect(try await fleet.run("job", "show", "platform", Self.dead).status == 3)
        #expect(try await fleet.run("job", "list", "--state", "lost").status == 2)
        #expect(try await fleet.run("job", "retry", "acme").status == 2)
        let done = try await fleet.run("job", "retry", "acme", Self.done)
        #expect(done.status == 5 && done.messages.contains("is done"))
        #expect(try await fleet.run("job", "cancel", "acme", Self.done).status == 5)
    }

    @Test func aDeadJobIsTriedAgain() async throws {
        let fleet = try await fleet()
        let dry = try await fleet.run("job", "retry", "acme", Self.dead, "--dry-run", "-o", "json")
        #expect(dry.status == 0 && dry.data.first?["detail"]?.string == "mail.send, dead → waiting")
        #expect(try await state(fleet, Self.dead) == "dead")
        let ending = try await fleet.run("job", "retry", "acme", Self.dead, "--reason", "route is back", "-o", "json")
        #expect(ending.status == 0 && ending.data.first?["state"]?.string == "waiting" && ending.data.first?["attempts"]?.int == 0)
        #expect(try await fleet.count("select count(*) from platform.tenants where slug = 'acme' and next_job_at <= now()") == 1)
        #expect(
            try await fleet.count(
                "select count(*) from platform.operator_audit where command = 'job retry' and arguments @> '[\"route is back\"]'") == 2)
    }

    @Test func allThatWereGivenUpAreTriedAgainTogether() async throws {
        let fleet = try await fleet()
        let ending = try await fleet.run("job", "retry", "acme", "--dead", "-o", "json")
        #expect(ending.status == 0 && ending.data.map { $0["id"]?.string } == [Self.dead])
        let none = try await fleet.run("job", "retry", "acme", "--dead", "-o", "json")
        #expect(none.status == 0 && none.data.isEmpty)
    }

    @Test func aJobThatWaitsIsCancelledAndCanBeBroughtBack() async throws {
        let fleet = try await fleet()
        #expect(try await fleet.run("job", "cancel", "acme", Self.waiting, "--reason", "wrong file").status == 0)
        #expect(try await state(fleet, Self.waiting) == "cancelled")
        #expect(try await fleet.run("job", "cancel", "acme", Self.waiting).status == 5)
        #expect(try await fleet.run("job", "retry", "acme", Self.waiting).status == 0)
        #expect(try await state(fleet, Self.waiting) == "waiting")
    }

    @Test func jobsAreCountedOverAllTenants() async throws {
        let fleet = try await fleet()
        #expect(try await fleet.create("globex").status == 0)
        let ending = try await fleet.run("stats", "jobs", "-o", "json")
        let mail = try #require(ending.data.first { $0["kind"]?.string == "mail.send" })
        #expect(ending.status == 0 && mail["dead"]?.int == 1 && mail["done"]?.int == 1 && mail["waiting"]?.int ?? 0 >= 1)
    }

    // MARK: Arranging

    /// With a job that was given up, one that waits for long, and one that is done.
    private func fleet() async throws -> TestFleet {
        let fleet = try await TestFleet.installed("acme")
        let schema = try await fleet.schema(of: "acme")
        try await fleet.sql(.ddl("delete from \(schema).jobs"))
        let rows = [
            "('\(Self.dead)', 'dead', 8, now(), now(), 'no route')",
            "('\(Self.waiting)', 'waiting', 0, now() + interval '1 day', null, null)",
            "('\(Self.done)', 'done', 1, now(), now(), null)",
        ]
        try await fleet.sql(
            .ddl(
                """
                insert into \(schema).jobs (id, kind, payload, request_id, state, attempts, run_at, finished_at, last_error)
                select id::uuid, 'mail.send', '{"text":"secret"}', 'r-1', state, attempts, run_at, finished_at::timestamptz, error
                from (values \(rows.joined(separator: ", "))) as v (id, state, attempts, run_at, finished_at, error)
                """))
        return fleet
    }

    private func state(_ fleet: TestFleet, _ id: String) async throws -> String? {
        let schema = try await fleet.schema(of: "acme")
        return try await fleet.sql(.ddl("select state from \(schema).jobs where id = '\(id)'")).first?.decode(String.self)
    }
}
