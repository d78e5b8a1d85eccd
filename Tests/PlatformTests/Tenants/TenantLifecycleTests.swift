import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import Platform

struct TenantLifecycleTests {
    /// From where each change leads, and to where.
    private static let ways: [TenantChange: [Tenant.State: Tenant.State]] = [
        .suspend: [.active: .suspended, .readOnly: .suspended],
        .readOnly: [.active: .readOnly, .suspended: .readOnly],
        .resume: [.readOnly: .active, .suspended: .active],
        .delete: [
            .pending: .deleting, .provisioning: .deleting, .active: .deleting, .readOnly: .deleting, .suspended: .deleting,
        ],
        .restore: [.deleting: .suspended],
    ]

    @Test(arguments: TenantChange.allCases)
    func eachChangeHappensFromTheStatesThatAllowItAndFromNoOther(change: TenantChange) async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        let id = try await site.makeTenant().id
        for state in Tenant.State.allCases {
            try await site.owner.client.perform(
                UnitSettings(), "update platform.tenants set state = \(state.rawValue), purge_at = null where id = \(id)")
            let tenant = try #require(
                try await TenantRegister(site.owner).list(TenantSelector("state=\(state.rawValue)"), withSpares: true).first { $0.id == id }
            )
            let lifecycle = TenantLifecycle(site.owner)
            if let target = Self.ways[change]?[state] {
                #expect(try lifecycle.preview(change, of: tenant).count == 1)
                try await lifecycle.apply(change, to: tenant)
                #expect(try await site.platform.directory.tenant(id: id)?.state == target, "\(state)")
            } else {
                #expect(throws: WrongState.self) { try lifecycle.preview(change, of: tenant) }
                await #expect(throws: WrongState.self) { try await lifecycle.apply(change, to: tenant) }
                #expect(try await site.platform.directory.tenant(id: id)?.state == state)
            }
        }
        await site.stop()
    }

    @Test(arguments: [TenantChange.suspend, .readOnly, nil])
    func restoredTenantIsWhatItWasBefore(change: TenantChange?) async throws {
        let site = try await Fleet.shared()
        let (register, lifecycle) = (TenantRegister(site.owner), TenantLifecycle(site.owner))
        let slug = try await site.makeTenant().slug
        if let change { try await lifecycle.apply(change, to: try await register.find(slug: slug)) }
        let before = try await register.find(slug: slug)
        try await lifecycle.apply(.delete, to: before)
        let deleted = try await register.find(slug: slug)
        let days = try #require(deleted.purgeAt).timeIntervalSince(Date()) / 86_400
        #expect(deleted.state == .deleting && days > 29.9 && days <= 30)
        try await lifecycle.apply(.restore, to: deleted)
        let restored = try await register.find(slug: slug)
        #expect(restored.state == before.state && restored.purgeAt == nil)
    }

    @Test func renamedTenantKeepsEverythingButItsSlug() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        let summary = try await TenantRegister(site.owner).find(slug: tenant.slug)
        let slug = "n" + tenant.slug
        #expect(try await TenantRename(site.owner).preview(summary, to: slug).count == 2)
        try await TenantRename(site.owner).rename(summary, to: slug)
        let renamed = try await TenantRegister(site.owner).find(slug: slug)
        #expect(renamed.id == tenant.id && renamed.name == tenant.name && renamed.schema == tenant.schema && renamed.state == .active)
        await #expect(throws: UnknownName.self) { try await TenantRegister(site.owner).find(slug: tenant.slug) }
    }

    @Test func formerSlugIsKeptForTheTenantThatHadIt() async throws {
        let site = try await Fleet.shared()
        let (tenant, other) = (try await site.makeTenant(), try await site.makeTenant())
        let (register, rename) = (TenantRegister(site.owner), TenantRename(site.owner))
        let slug = "n" + tenant.slug
        try await rename.rename(try await register.find(slug: tenant.slug), to: slug)
        await #expect(throws: SlugTaken.self) { try await Provisioning(site.owner).create(TestPlatform.request(tenant.slug)) }
        for taken in [tenant.slug, slug] {
            let stranger = try await register.find(slug: other.slug)
            await #expect(throws: SlugTaken.self) { try await rename.preview(stranger, to: taken) }
            await #expect(throws: SlugTaken.self) { try await rename.rename(stranger, to: taken) }
        }
        try await rename.rename(try await register.find(slug: slug), to: tenant.slug)
        #expect(try await register.find(slug: tenant.slug).id == tenant.id)
    }

    @Test func slugsThatCannotBeAreRefused() async throws {
        let site = try await Fleet.shared()
        let tenant = try await TenantRegister(site.owner).find(slug: try await site.makeTenant().slug)
        for slug in ["www", "Two Words", "-", "t_0190"] {
            await #expect(throws: SlugError.self) { try await TenantRename(site.owner).rename(tenant, to: slug) }
        }
        await #expect(throws: SlugTaken.self) { try await TenantRename(site.owner).preview(tenant, to: tenant.slug) }
    }
}
