import Foundation
import Postgres
import Testing

@Suite struct AffinityTests {
    @Test func aNamespaceKeepsToTwoConnectionsWhileTheyAreEnough() async throws {
        try await withDatabase({ $0.connections = 6 }) { client, _ in
            for schema in ["one", "two", "three", "four"] {
                var backends: Set<Int> = []
                for _ in 1...10 {
                    let holders = Holders(client, UnitSettings(searchPath: schema), count: 2)
                    await holders.haveBegun()
                    backends.formUnion(try await holders.end())
                }
                #expect(backends.count == 2)
            }
        }
    }

    @Test func itSpillsToWhateverIsIdle() async throws {
        try await withDatabase({ $0.connections = 6 }) { client, _ in
            let holders = Holders(client, UnitSettings(searchPath: "one"), count: 6)
            await holders.haveBegun()
            let backends = try await holders.end()
            #expect(Set(backends).count == 6)
        }
    }
}
