import Foundation
import Postgres
import Support
import Synchronization
import Testing

@testable import Platform

struct DuePurgeTests {
    private static let month: TimeInterval = 30 * 86_400

    private func states(_ site: TestPlatform) async throws -> [String: String] {
        let rows = try await site.owner.client.perform(
            UnitSettings(), "select slug, state from platform.tenants where state in ('deleting', 'purged')")
        return Dictionary(uniqueKeysWithValues: try rows.map { try $0.decode((String, String).self) })
    }

    private func purges(_ site: TestPlatform) async throws -> Int {
        try await site.number("select count(*) from platform.operator_audit where operator = 'schedule' and phase = 'done'")
    }

    @Test func tenantsGoOnTheirDayAndNotBefore() async throws {
        let offset = Mutex<TimeInterval>(0)
        let site = try await TestPlatform(features: [Fleet.feature()], clock: { Date() + offset.withLock { $0 } })
        let early = try await site.makeDeletedTenant("early")
        offset.withLock { $0 = 5 * 86_400 }
        _ = try await site.makeDeletedTenant("late")
        try await DuePurges(site.owner).run()
        #expect(try await states(site) == ["early": "deleting", "late": "deleting"])

        offset.withLock { $0 = Self.month + 3_600 }
        try await DuePurges(site.owner).run()
        #expect(try await states(site) == ["early": "purged", "late": "deleting"])
        #expect(!FileManager.default.fileExists(atPath: site.owner.files.place(of: early.id)))
        #expect(try await purges(site) == 1)
        let rows = try await OperatorAudit(site.owner).list(operator: "schedule", limit: 10)
        #expect(rows.map(\.phase) == ["started", "done"] && rows.allSatisfy { $0.arguments.contains("early") && !$0.host.isEmpty })
        #expect(try await OperatorAudit(site.owner).verify().problem == nil)
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    @Test func ofSeveralServersOneDoesIt() async throws {
        let offset = Mutex<TimeInterval>(0)
        let site = try await TestPlatform(features: [Fleet.feature()], clock: { Date() + offset.withLock { $0 } })
        for slug in ["one", "two"] { _ = try await site.makeDeletedTenant(slug) }
        offset.withLock { $0 = Self.month + 60 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await DuePurges(site.owner).run() } }
            try await group.waitForAll()
        }
        #expect(try await states(site) == ["one": "purged", "two": "purged"])
        #expect(try await site.number("select count(*) from platform.operator_audit where operator = 'schedule'") == 4)
        await site.stop()
    }

    @Test func whatOneTenantRefusesTheOthersGet() async throws {
        let offset = Mutex<TimeInterval>(0)
        let site = try await TestPlatform(features: [Fleet.feature()], clock: { Date() + offset.withLock { $0 } })
        let held = try await site.makeDeletedTenant("held")
        _ = try await site.makeDeletedTenant("loose")
        // Something outside of the schema refers to its role.
        try await site.administer(.ddl("create table public.clinging ()"))
        try await site.administer(.ddl("grant select on public.clinging to \(held.schema)"))
        offset.withLock { $0 = Self.month + 60 }
        try await DuePurges(site.owner).run()
        #expect(try await states(site) == ["held": "deleting", "loose": "purged"])
        #expect(try await site.number("select count(*) from platform.operator_audit where phase = 'failed'") == 1)
        offset.withLock { $0 += 3_600 }
        try await site.administer(.ddl("drop table public.clinging"))
        try await DuePurges(site.owner).run()
        #expect(try await states(site) == ["held": "purged", "loose": "purged"])
        await site.stop()
    }

    @Test func operatorsMayKeepItToThemselves() async throws {
        let offset = Mutex<TimeInterval>(0)
        let site = try await TestPlatform(
            features: [Fleet.feature()], environment: ["PURGE_DELETED_TENANTS": "false"], clock: { Date() + offset.withLock { $0 } })
        _ = try await site.makeDeletedTenant("kept")
        offset.withLock { $0 = 2 * Self.month }
        try await DuePurges(site.owner).run()
        #expect(try await states(site) == ["kept": "deleting"])
        #expect(try await DuePurges(site.owner).due().map(\.slug) == ["kept"])
        await site.stop()
    }
}
