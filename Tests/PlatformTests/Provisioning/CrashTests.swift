import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import Platform

/// The process dies at each point in turn, and one sweep puts everything right.
struct CrashTests {
    @Test func coldProvisioningIsFinishedOrNeverBegan() async throws {
        let site = try await TestPlatform(features: [Self.notes])
        let points = try await site.stopAtEachPoint { number in
            let slug = "cold\(number)"
            try await Provisioning(site.owner).create(TestPlatform.request(slug))
        } afterwards: { number in
            try await expectWhole("cold\(number)", orNoneIf: number == 1, on: site)
        }
        #expect(points == 11)
        await site.stop()
    }

    @Test func claimedSpareIsFinishedOrStillASpare() async throws {
        let site = try await TestPlatform(features: [Self.notes])
        let points = try await site.stopAtEachPoint { number in
            site.owner.plantedStop.plant(at: nil)
            try await SparePool(site.owner).fill(to: 1)
            site.owner.plantedStop.plant(at: number)
            try await Provisioning(site.owner).create(TestPlatform.request("warm\(number)"))
        } afterwards: { number in
            try await expectWhole("warm\(number)", orNoneIf: number <= 2, on: site)
            let status = try await SparePool(site.owner).status()
            #expect(status == SparePool.Status(ready: number <= 2 ? 1 : 0, behind: 0))
        }
        #expect(points == 9)
        await site.stop()
    }

    @Test func poolIsFilledWholeBatchesAndDrainedWholeSpares() async throws {
        let site = try await TestPlatform(features: [Self.notes])
        let filling = try await site.stopAtEachPoint { _ in try await SparePool(site.owner).fill(to: 2) }
        #expect(filling == 2)
        #expect(try await SparePool(site.owner).status().ready == 2)
        let draining = try await site.stopAtEachPoint { _ in try await SparePool(site.owner).drain() }
        #expect(draining == 2)
        #expect(try await SparePool(site.owner).status().ready == 0)
        await site.stop()
    }

    @Test func purgeHappensWhollyOrNotAtAll() async throws {
        let site = try await TestPlatform(features: [Self.notes])
        let points = try await site.stopAtEachPoint { number in
            site.owner.plantedStop.plant(at: nil)
            let tenant = try await site.makeDeletedTenant("gone\(number)")
            site.owner.plantedStop.plant(at: number)
            try await TenantPurge(site.owner).purge(tenant, early: true)
        } afterwards: { number in
            let row = try await site.owner.client.perform(
                UnitSettings(), "select id, state from platform.tenants where slug = \("gone\(number)")")
            let (id, state) = try #require(try row.first?.decode((UUID, String).self))
            let hasFiles = FileManager.default.fileExists(atPath: site.owner.files.place(of: id))
            #expect((state == "deleting" && hasFiles) || (state == "purged" && !hasFiles), "\(number): \(state)")
            #expect(try await TenantPurge(site.owner).owing().isEmpty)
        }
        #expect(points == 6)
        await site.stop()
    }

    /// Writes something of its own, as features do.
    private static let notes = Feature(
        name: "notes", migrations: [Fleet.notes],
        provision: { scope, _ in
            guard try await scope.database.read("select 1 from notes").isEmpty else { return }
            try await scope.database.write("insert into notes (id, text) values (gen_random_uuid(), 'Welcome')")
        })

    /// That everything about the tenant is there exactly once.
    private func expectWhole(_ slug: String, orNoneIf isNone: Bool, on site: TestPlatform) async throws {
        guard let tenant = try await site.platform.directory.tenant(slug: slug) else {
            #expect(isNone, "\(slug) was lost")
            return
        }
        #expect(!isNone && tenant.state == .active && tenant.schemaVersion == site.platform.schemaPlan.version, "\(slug)")
        #expect(tenant.brand.color == "#0a7d5a")
        #expect(try await site.number("select count(*) from platform.subscriptions where tenant_id = \(tenant.id)") == 1)
        #expect(try await site.database(of: tenant).read("select count(*) from notes").first?.decode(Int.self) == 1, "\(slug)")
    }
}

extension TestPlatform {
    /// Does `work` again and again, stopped one point later each time, until it comes through; each time a sweep follows.
    /// - Returns: how many points there are.
    fileprivate func stopAtEachPoint(
        _ work: (Int) async throws -> Void, afterwards check: (Int) async throws -> Void = { _ in }
    ) async throws -> Int {
        for number in 1...100 {
            owner.plantedStop.plant(at: number)
            var hasStopped = false
            do {
                try await work(number)
            } catch is PlantedStop.Stopped {
                hasStopped = true
            }
            owner.plantedStop.plant(at: nil)
            guard hasStopped else { return number - 1 }
            let outcome = try await FleetSweep(owner).run()
            #expect(outcome.problems.isEmpty, "\(number)")
            try await expectNothingOrphaned("\(number)")
            try await check(number)
        }
        throw Failed("it never came through")
    }
}
