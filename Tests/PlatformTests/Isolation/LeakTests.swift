import Foundation
import Platform
import Postgres
import Support
import Testing

/// Nobody crosses, whatever goes wrong; and the hunt would notice if somebody did.
@Suite(.serialized)
struct LeakTests {
    @Test(arguments: [1, 4])
    func fiftyTenantsOnFewConnectionsNeverCross(connections: Int) async throws {
        let hunt = try await LeakHunt.start(tenants: 50, connections: connections)
        let count = await hunt.run(rounds: 60)
        #expect(count == 0, "\(hunt.crossings.summary)")
        await hunt.site.stop()
    }

    @Test(arguments: [PlantedFault.wrongRole, .noRole, .sharedStatementName])
    func faultPlantedInTheClientIsCaught(fault: PlantedFault) async throws {
        let hunt = try await LeakHunt.start(tenants: 8, connections: 1)
        hunt.site.client.plant(fault)
        let count = await hunt.run(rounds: 20, workers: 4, droppingConnections: false)
        #expect(count > 0)
        await hunt.site.stop()
    }

    @Test func cacheEntryWithoutItsTenantIsCaught() async throws {
        let hunt = try await LeakHunt.start(tenants: 8, connections: 4)
        hunt.site.platform.directory.keysForgetTenant.store(true, ordering: .relaxed)
        let count = await hunt.run(rounds: 20, workers: 4, droppingConnections: false)
        #expect(count > 0)
        await hunt.site.stop()
    }

    @Test func jobInAnotherScopeIsCaught() async throws {
        let hunt = try await LeakHunt.start(tenants: 8, connections: 4)
        hunt.site.platform.jobScopeFault.plant(true)
        let count = await hunt.run(rounds: 30, workers: 4, droppingConnections: false)
        #expect(count > 0)
        await hunt.site.stop()
    }
}
