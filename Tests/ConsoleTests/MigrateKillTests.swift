import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Tenant
import Testing

/// `console migrate apply`, killed again and again in the middle of its work.
@Suite struct MigrateKillTests {
    private static let slugs = (1...50).map { "fleet-\($0)" }

    @Test func twentyKillsAndARacerLeaveEachSchemaExactlyOldOrNew() async throws {
        let fleet = try await TestFleet.installed()
        // What is missing is made in one transaction. Indexes that are built beside the traffic come after it, one by one.
        let known = Features.platform.filter { !["views", "notifications"].contains($0.name) }
        try await fleet.createOutdated(Self.slugs, knowing: known)
        let version = try await fleet.withPlatform { $0.schemaPlan.version }
        #expect(try await fleet.expectEachOldOrNew("the beginning") == 0)
        var migrated = 0
        for kill in 1...20 {
            // Every fifth has a rival, which is killed as well. Some die before their first tenant, some between two.
            let rivals = kill.isMultiple(of: 5) ? 2 : 1
            try await fleet.killMigrators(rivals, until: migrated + Int.random(in: 0...1), areAt: version)
            migrated = try await fleet.expectEachOldOrNew("kill \(kill)")
        }
        #expect(migrated < Self.slugs.count)
        let rest = try await fleet.run("migrate", "resume")
        #expect(rest.status == 0, "\(rest.messages)")
        #expect(try await fleet.expectEachOldOrNew("the end") == Self.slugs.count)
        #expect(try await fleet.run("drift", "scan").status == 0)
        #expect(try await fleet.run("migrate", "verify").status == 0)
    }
}

extension TestFleet {
    /// Starts as many `migrate apply` at once, for two tenants each so that work is left for the next, and kills them all, a moment
    /// after `goal` tenants have come to `version`.
    fileprivate func killMigrators(_ count: Int, until goal: Int, areAt version: String) async throws {
        let processes = Processes()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    let arguments = ["migrate", "apply", "--workers", "2", "--limit", "2"]
                    _ = try await run(arguments) { id in processes.ids.withLock { $0.append(id) } }
                }
            }
            try await eventually {
                try await self.count("select count(*) from platform.tenants where schema_version = \(version)") >= goal
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...300)))
            for id in processes.ids.withLock({ $0 }) { kill(id, SIGKILL) }
            try await group.waitForAll()
        }
        // What the server was doing for them it may still finish.
        try await eventually {
            try await self.count(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
                """) == 0
        }
    }

    /// Compares each schema with what its ledger says, and the ledger with the two that there can be.
    /// - Returns: how many are new.
    fileprivate func expectEachOldOrNew(_ comment: Comment) async throws -> Int {
        try await withPlatform { platform in
            let scan = DriftScan(platform)
            let tenants = try await scan.tenants()
            let drifts = try await scan.scan(tenants)
            #expect(drifts.isEmpty, comment)
            #expect(await LedgerCheck(platform).faults(tenants).isEmpty, comment)
            let new = platform.schemaPlan.version
            #expect(Set(tenants.map(\.schemaVersion)).subtracting([new]).count <= 1, comment)
            return tenants.count { $0.schemaVersion == new }
        }
    }
}

private final class Processes: Sendable {
    let ids = Mutex<[pid_t]>([])
}

/// Processes to be killed.
private final class Started: Sendable {
    private let ids = Mutex<[pid_t]>([])

    func note(_ id: pid_t) {
        ids.withLock { $0.append(id) }
    }

    func kill() {
        for id in ids.withLock({ $0 }) { Foundation.kill(id, SIGKILL) }
    }
}
