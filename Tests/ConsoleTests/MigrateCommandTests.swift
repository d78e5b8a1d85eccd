import Foundation
import Platform
import Postgres
import Support
import Testing

@Suite struct MigrateCommandTests {
    @Test func aNewDatabaseIsInstalledAndThenCurrent() async throws {
        let fleet = try await TestFleet()
        #expect(try await fleet.run("migrate", "status").status == 7)
        let early = try await fleet.run("tenant", "list")
        #expect(early.status == 1, "\(early.messages)")
        let applied = try await fleet.run("migrate", "apply", "-o", "json")
        #expect(applied.status == 0 && applied.data.first?["outcome"]?.string == "migrated")
        #expect(try await fleet.run("migrate", "status").status == 0)
        let again = try await fleet.run("migrate", "apply")
        #expect(again.status == 0 && again.messages.contains("Nothing to migrate."))
        #expect(try await fleet.count("select count(*) from platform.operator_audit where command = 'migrate apply'") == 2)
    }

    @Test func outdatedTenantsArePlannedAndMigrated() async throws {
        let fleet = try await TestFleet.installed("acme")
        try await fleet.createOutdated("globex")
        let status = try await fleet.run("migrate", "status", "-o", "json")
        #expect(status.status == 7 && status.data.map { $0["state"]?.string } == ["current", "current", "behind"])
        let plan = try await fleet.run("migrate", "plan", "-o", "json")
        #expect(plan.status == 0 && plan.data.contains { $0["statement"]?.string?.contains("create table contacts") == true })
        #expect(plan.data.allSatisfy { $0["schema"]?.string == "globex" && $0["lock"]?.string != nil })
        let dry = try await fleet.run("migrate", "apply", "--dry-run", "-o", "json")
        #expect(dry.data.map { $0["target"]?.string } == ["tenant globex"])
        #expect(try await fleet.run("migrate", "status").status == 7)
        #expect(try await fleet.run("migrate", "apply", "--selector", "slug=acme").messages.contains("Nothing to migrate."))
        let applied = try await fleet.run("migrate", "apply", "-o", "json")
        #expect(applied.status == 0 && applied.data.map { $0["schema"]?.string } == ["tenant globex"])
        #expect(try await fleet.run("migrate", "status").status == 0)
    }

    @Test func twoMigratorsAtOnceApplyEachMigrationOnce() async throws {
        let fleet = try await TestFleet.installed()
        let slugs = (1...6).map { "tenant-\($0)" }
        for slug in slugs { try await fleet.createOutdated(slug) }
        async let first = fleet.run("migrate", "apply", "-o", "json")
        async let second = fleet.run("migrate", "apply", "-o", "json")
        let endings = try await [first, second]
        #expect(endings.map(\.status) == [0, 0])
        let migrated = endings.flatMap(\.data).filter { $0["outcome"]?.string == "migrated" }.compactMap { $0["schema"]?.string }
        #expect(migrated.sorted() == slugs.map { "tenant \($0)" })
        #expect(try await fleet.run("migrate", "status").status == 0)
    }

    @Test func aTenantThatCannotBeMigratedFailsAloneAndStopsTheRestIfAsked() async throws {
        let fleet = try await TestFleet.installed()
        for slug in ["a1", "a2", "a3"] { try await fleet.createOutdated(slug) }
        // A table that is already there makes the migration fail.
        let schema = try await fleet.schema(of: "a1")
        try await fleet.sql(.ddl("create table \(schema).companies (id int)"))
        let stopped = try await fleet.run("migrate", "apply", "--limit", "1", "--max-failures", "1", "-o", "json")
        #expect(stopped.status == 6 && stopped.data.map { $0["outcome"]?.string } == ["failed"])
        let ending = try await fleet.run("migrate", "apply", "-o", "json")
        #expect(ending.status == 6 && ending.data.map { $0["outcome"]?.string } == ["failed", "migrated", "migrated"])
        #expect(ending.messages.contains("2 done, 1 failed, 0 deferred, 0 not begun."))
    }

    @Test func aBusyTenantIsTriedAgainAtTheEnd() async throws {
        let fleet = try await TestFleet.installed()
        for slug in ["a1", "a2"] { try await fleet.createOutdated(slug) }
        let busy = try await fleet.schema(of: "a1")
        let lock = HeldLock()
        let deferrals = try await fleet.withPlatform { platform in
            async let holder: Void = fleet.hold(.ddl("lock table \(busy)._migrations in access exclusive mode"), lock)
            await lock.isHeld()
            let log = DeferralLog()
            let run = FleetRun(FleetMigrations(platform), workers: 1, pauses: Array(repeating: .milliseconds(300), count: 20))
            let tally = await run.migrate(try await FleetMigrations(platform).outdated()) { tally in
                await log.note(tally)
                if tally.deferred == 1, tally.done == 1 { lock.release() }
            }
            try await holder
            #expect(tally.isComplete)
            return await log.deferrals
        }
        #expect(deferrals.first == 1 && deferrals.last == 0)
    }
}

/// How many tenants were deferred after each step.
private actor DeferralLog {
    var deferrals: [Int] = []

    func note(_ tally: FleetTally) { deferrals.append(tally.deferred) }
}

/// Somebody's lock, held until it is released.
private struct HeldLock: Sendable {
    private let held = AsyncStream.makeStream(of: Void.self)
    private let released = AsyncStream.makeStream(of: Void.self)

    func isHeld() async { await wait(for: held.stream) }
    func release() { released.continuation.finish() }

    func hold() async {
        held.continuation.finish()
        await wait(for: released.stream)
    }

    private func wait(for stream: AsyncStream<Void>) async {
        for await _ in stream {}
    }
}

extension TestFleet {
    fileprivate func hold(_ statement: SQL, _ lock: HeldLock) async throws {
        try await withClient(database, logger: quietLogger) { client in
            try await client.transaction(UnitSettings()) { transaction in
                try await transaction.execute(statement)
                await lock.hold()
            }
        }
    }
}
