import Foundation
import Platform
import Postgres
import Support
import Testing

/// A tenant whose requests take all that they can get, and its neighbour.
struct FloodTests {
    @Test func tenantWhoseRequestsHangHoldsNobodyElseUp() async throws {
        // Four connections to the database, of which the flooded tenant's requests can hold two.
        let site = try await TestSite(environment: ["TENANT_CONCURRENCY": "2"])
        let (flooded, other) = (try await site.makeTenant(), try await site.makeTenant())
        let (client, neighbour) = (try await flooded.api(as: .admin), try await other.api(as: .admin))
        let locked = AsyncStream.makeStream(of: Void.self)
        let released = AsyncStream.makeStream(of: Void.self)
        let (database, schema) = (site.base.administrator, flooded.tenant.schema)
        let lock = Task {
            try await withClient(database, logger: quietLogger) { client in
                try await client.transaction(UnitSettings()) { transaction in
                    try await transaction.execute(.ddl("lock table \(schema).contacts in access exclusive mode"))
                    locked.continuation.yield()
                    for await _ in released.stream {}
                }
            }
        }
        _ = await locked.stream.first { _ in true }

        let flood = Task {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 { group.addTask { try await client.get("/api/v1/contacts").status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        let stuck: SQL = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        try await eventually {
            try await withClient(database, logger: quietLogger) { try await $0.perform(UnitSettings(), stuck) }.first?.decode(Int.self) == 2
        }
        for _ in 0..<10 { #expect(try await neighbour.get("/api/v1/contacts").status == 200) }

        released.continuation.finish()
        try await lock.value
        #expect(try await flood.value == Array(repeating: 200, count: 20), "and the flood itself is served in turn")
        await site.stop()
    }
}
