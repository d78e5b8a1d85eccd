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

    @Test func aTenantThatCannotBeMigratedStopsTheRestUnlessMoreMayFail() async throws {
        let fleet = try await TestFleet.installed()
        for slug in ["a1", "a2", "a3"] { try await fleet.createOutdated(slug) }
        // A table that is already there makes the migration fail.
        let schema = try await fleet.schema(of: "a1")
        try await fleet.sql(.ddl("create table \(schema).companies (id int)"))
        let stopped = try await fleet.run("migrate", "apply", "-o", "json")
        #expect(stopped.status == 6 && stopped.data.map { $0["outcome"]?.string } == ["failed"])
        #expect(stopped.messages.contains("0 done, 1 failed, 0 deferred, 2 not begun."))
        let ending = try await fleet.run("migrate", "apply", "--max-failures", "2", "-o", "json")
        #expect(ending.status == 6 && ending.data.map { $0["outcome"]?.string } == ["failed", "migrated", "migrated"])
        #expect(ending.messages.contains("2 done, 1 failed, 0 deferred, 0 not begun."))
    }

    @Test func resumeLeavesFailuresOutAndRetryTriesOnlyThem() async throws {
        let fleet = try await TestFleet.installed()
        for slug in ["a1", "a2", "a3"] { try await fleet.createOutdated(slug) }
        let schema = try await fleet.schema(of: "a1")
        try await fleet.sql(.ddl("create table \(schema).companies (id int)"))
        #expect(try await fleet.run("migrate", "apply", "--limit", "1").status == 6)
        let resumed = try await fleet.run("migrate", "resume", "-o", "json")
        #expect(resumed.status == 0 && resumed.data.map { $0["schema"]?.string } == ["tenant a2", "tenant a3"])
        let status = try await fleet.run("migrate", "status", "-o", "json")
        let behind = status.data.first { $0["state"]?.string == "behind" }
        #expect(status.status == 7 && behind?["failed"]?.int == 1 && behind?["served"]?.bool == false)
        #expect(try await fleet.run("migrate", "resume").messages.contains("Nothing to migrate."))
        #expect(try await fleet.run("migrate", "retry").status == 6)
        try await fleet.sql(.ddl("drop table \(schema).companies"))
        let retried = try await fleet.run("migrate", "retry", "-o", "json")
        #expect(retried.status == 0 && retried.data.map { $0["schema"]?.string } == ["tenant a1"])
        #expect(try await fleet.run("migrate", "status").status == 0)
    }

    @Test func planSaysWhatIsLockedHowBigItIsAndHowLongItTakes() async throws {
        let fleet = try await TestFleet.installed("acme")
        for slug in ["globex", "initech"] { try await fleet.createOutdated(slug) }
        let plan = try await fleet.run("migrate", "plan", "-o", "json")
        #expect(plan.status == 0 && plan.data.allSatisfy { $0["schema"]?.string == "2 tenants like globex" })
        #expect(plan.data.allSatisfy { $0["refused"]?.array?.isEmpty == true && $0["lock"]?.string != nil })
        #expect(plan.messages.contains("going by the ledgers of 1 tenants"))
    }

    @Test func whatIsNotedOfVersionsIsVerifiedAndRepaired() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        #expect(try await fleet.run("migrate", "verify").status == 0)
        try await fleet.sql("update platform.tenants set schema_version = '' where slug = 'acme'")
        let faults = try await fleet.run("migrate", "verify", "-o", "json")
        #expect(faults.status == 7 && faults.data.map { $0["slug"]?.string } == ["acme"] && faults.data[0]["ledger"]?.string != nil)
        #expect(try await fleet.run("migrate", "verify", "--repair", "--dry-run").status == 7)
        #expect(try await fleet.run("migrate", "verify", "--repair").status == 0)
        #expect(try await fleet.run("migrate", "verify").status == 0)
        #expect(try await fleet.run("migrate", "status").status == 0)
    }

    @Test func whatAnotherMigratorHoldsEndsWithFiveAndWhatStaysBusyWith75() async throws {
        let fleet = try await TestFleet.installed()
        try await fleet.createOutdated("a1")
        let schema = try await fleet.schema(of: "a1")
        let endings = try await [
            fleet.applying(while: "select pg_advisory_xact_lock(hashtextextended(\(schema), 0))"),
            fleet.applying(while: .ddl("lock table \(schema)._migrations in access exclusive mode")),
        ]
        #expect(endings.map(\.status) == [5, 75])
        #expect(endings.map { $0.data.first?["outcome"]?.string } == ["claimed", "deferred"])
        #expect(try await fleet.run("migrate", "apply").status == 0)
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
            let tally = try await run.migrate(try await FleetMigrations(platform).outdated()) { tally in
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
    /// What `migrate apply` says while somebody else's transaction has run `statement`.
    fileprivate func applying(while statement: SQL) async throws -> Ending {
        let lock = HeldLock()
        async let holder: Void = hold(statement, lock)
        await lock.isHeld()
        let ending = try await run("migrate", "apply", "-o", "json")
        lock.release()
        try await holder
        return ending
    }

    fileprivate func hold(_ statement: SQL, _ lock: HeldLock) async throws {
        try await withClient(database, logger: quietLogger) { client in
            try await client.transaction(UnitSettings()) { transaction in
                try await transaction.execute(statement)
                await lock.hold()
            }
        }
    }
}
