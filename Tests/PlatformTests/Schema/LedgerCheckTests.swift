import Platform
import Support
import Testing

@testable import Platform

struct LedgerCheckTests {
    @Test func wrongNoteIsFoundAndPutRight() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        let tenant = try await site.makeTenant()
        _ = try await site.makeTenant()
        let check = LedgerCheck(site.owner)
        let tenants = { try await TenantRegister(site.owner).list() }
        #expect(try await check.faults(tenants()).isEmpty)
        try await site.administer("update platform.tenants set schema_version = '1-0000000000000000' where id = \(tenant.id)")
        let faults = try await check.faults(tenants())
        #expect(faults.map(\.slug) == [tenant.slug] && faults.first?.actual == site.owner.schemaPlan.version)
        #expect(try await check.repair(faults) == 1)
        #expect(try await check.faults(tenants()).isEmpty)
        await site.stop()
    }

    @Test func ledgerThatDoesNotFitIsLeftAlone() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        let tenant = try await site.makeTenant()
        try await site.administer(.ddl("update \(tenant.schema)._migrations set checksum = 'other' where id = 'notes/001'"))
        let faults = try await LedgerCheck(site.owner).faults(TenantRegister(site.owner).list())
        #expect(faults.first?.problem?.contains("notes/001") == true && faults.first?.actual == nil)
        #expect(try await LedgerCheck(site.owner).repair(faults) == 0)
        await site.stop()
    }
}
