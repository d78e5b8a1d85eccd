import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Testing

@testable import Platform

struct TenantPurgeTests {
    @Test func purgeLeavesNothingButTheSlugAndTheOperatorsLog() async throws {
        let site = try await TestPlatform(features: [Fleet.feature(jobs: TestJob.kinds)])
        let entry = OperatorAudit.Entry(operator: "olga", host: "console", command: "tenant purge", arguments: ["gone"])
        let tenant = try await site.makeDeletedTenant("gone")
        let other = try await site.makeTenant()
        let folder = site.owner.files.place(of: tenant.id)
        #expect(FileManager.default.fileExists(atPath: folder))
        try await OperatorAudit(site.owner).around(entry) { try await TenantPurge(site.owner).purge(tenant, early: true) }

        #expect(!FileManager.default.fileExists(atPath: folder))
        try await site.expectNothingOrphaned()
        // Whatever tables the platform comes to have.
        let tables = try await site.owner.client.perform(
            UnitSettings(),
            """
            select table_name::text from information_schema.columns
            where table_schema = 'platform' and column_name = 'tenant_id' and table_name <> 'slugs'
            """
        ).map { try $0.decode(String.self) }
        #expect(tables.count >= 5)
        for table in tables {
            #expect(try await site.number(.ddl("select count(*) from platform.\(table) where tenant_id = '\(tenant.id)'")) == 0, "\(table)")
        }
        let row = try await site.owner.client.perform(
            UnitSettings(), "select slug, name, state from platform.tenants where id = \(tenant.id)")
        #expect(try #require(row.first).decode((String, String, String).self) == ("gone", "gone", "purged"))
        #expect(try await site.number("select count(*) from platform.operator_audit where command = 'tenant purge'") == 2)
        #expect(try await OperatorAudit(site.owner).verify().problem == nil)

        await #expect(throws: SlugTaken.self) { try await Provisioning(site.owner).create(TestPlatform.request("gone")) }
        #expect(try await site.platform.directory.tenant(slug: "gone") == nil)
        await #expect(throws: UnknownName.self) { try await TenantRegister(site.owner).find(slug: "gone") }
        #expect(try await site.database(of: other).read("select 1 from notes").isEmpty)
        await site.stop()
    }

    @Test func tenantIsPurgedOnlyAfterItsTimeUnlessSomebodyInsists() async throws {
        let offset = Mutex<TimeInterval>(0)
        let site = try await TestPlatform(features: [Fleet.feature()], clock: { Date() + offset.withLock { $0 } })
        let purge = TenantPurge(site.owner)
        let (early, late) = (try await site.makeDeletedTenant("early"), try await site.makeDeletedTenant("late"))
        for tenant in [early, late] {
            #expect(throws: NotDue.self) { try purge.preview(tenant, early: false) }
            await #expect(throws: NotDue.self) { try await purge.purge(tenant, early: false) }
        }
        #expect(try purge.preview(early, early: true).count == 4)
        try await purge.purge(early, early: true)
        offset.withLock { $0 = 30 * 86_400 + 1 }
        try await purge.purge(late, early: false)
        try await site.expectNothingOrphaned()
        await site.stop()
    }

    @Test func onlyADeletedTenantIsPurged() async throws {
        let site = try await Fleet.shared()
        let tenant = try await TenantRegister(site.owner).find(slug: try await site.makeTenant().slug)
        await #expect(throws: WrongState.self) { try await TenantPurge(site.owner).purge(tenant, early: true) }
        #expect(try await site.platform.directory.tenant(id: tenant.id)?.state == .active)
    }

    @Test func tenantThatWasRestoredMeanwhileIsNotPurged() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        let seen = try await site.makeDeletedTenant("undecided")
        try await TenantLifecycle(site.owner).apply(.restore, to: seen)
        await #expect(throws: WrongState.self) { try await TenantPurge(site.owner).purge(seen, early: true) }
        #expect(FileManager.default.fileExists(atPath: site.owner.files.place(of: seen.id)))
        try await site.expectNothingOrphaned()
        await site.stop()
    }
}

extension TestPlatform {
    /// A tenant with a file and a row of everything, on its way out.
    func makeDeletedTenant(_ slug: String) async throws -> TenantSummary {
        let tenant = try await Provisioning(owner).create(Self.request(slug))
        let path = NSTemporaryDirectory() + "/" + UUID().uuidString
        try Data("a file of \(slug)".utf8).write(to: URL(fileURLWithPath: path))
        let name = FileName(tenantID: tenant.id, digest: try FileDigest(ofFileAt: path))
        try await owner.files.keep(fileAt: path, as: name)
        let register = TenantRegister(owner)
        try await TenantLifecycle(owner).apply(.delete, to: try await register.find(slug: slug))
        return try await register.find(slug: slug)
    }
}
