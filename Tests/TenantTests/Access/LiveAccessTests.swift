import Support
import Testing

@testable import Platform

/// Open pages hear that contacts have changed only where their reader sees every contact that may be meant.
struct LiveAccessTests {
    @Test(arguments: AccessGround.seeds.prefix(1))
    func hintsReachWhoeverSeesAll(seed: UInt64) async throws {
        let ground = try await AccessGround.shared(seed)
        for witness in ground.witnesses {
            var stream = try await witness.browser.listen("/live")
            _ = try await stream.next()
            let change = try await ground.world.admin.patch(
                "/api/v1/contacts/\(ground.world.contacts[0].id)", ["language": .string("x\(witness.person)")])
            #expect(change.status == 200)
            if witness.oracle.reach(witness.person, "view") == 3 {
                #expect(try await stream.news()?.contains("contact=") == true, witness.place())
            } else {
                ground.world.tenant.site.platform.live.beat()
                #expect(try await stream.next()?.contains("contact=") == false, witness.place())
            }
        }
    }
}
