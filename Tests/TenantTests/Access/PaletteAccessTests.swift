import Foundation
import Postgres
import Support
import Testing
import Web

/// The palette, what was opened last, and search by name or by a slip of the finger.
struct PaletteAccessTests {
    /// Everybody has opened every contact at some time.
    private func open(_ world: AccessWorld) async throws {
        for person in world.people {
            for contact in world.contacts {
                let (user, record) = (UUID(uuidString: person.id), UUID(uuidString: contact.id))
                try await world.tenant.database.write(
                    """
                    insert into opened_records (user_id, record_type, record_id, opened_at)
                    values (\(user), 'contact', \(record), now()) on conflict do nothing
                    """)
            }
        }
    }

    @Test(arguments: AccessGround.seeds)
    func paletteOffersWhatOneSees(seed: UInt64) async throws {
        let ground = try await AccessGround.shared(seed)
        try await open(ground.world)
        for witness in ground.witnesses {
            let recent = witness.named(in: try await witness.browser.get("/search/palette").text)
            #expect(recent.allSatisfy(witness.sees) && recent.isEmpty == witness.seen.isEmpty, witness.place("recent"))
            let some = witness.named(in: try await witness.browser.get("/search/palette?q=contactson").text)
            #expect(some.allSatisfy(witness.sees) && some.isEmpty == witness.seen.isEmpty, witness.place("palette"))
            for contact in witness.some { try await find(contact, witness) }
        }
    }

    private func find(_ contact: Int, _ witness: AccessWitness) async throws {
        let (name, id) = (witness.world.contacts[contact].name, witness.world.contacts[contact].id)
        for query in [name, "ontactson\(contact)x"] {
            let palette = try await witness.browser.get("/search/palette?q=\(query)").text
            // It repeats what was typed.
            witness.expectNothingUnseen(in: palette.replacing(query, with: ""), "palette \(query)")
            #expect(palette.contains(id) == witness.sees(contact), witness.place("palette \(query)"))
            let found = try await witness.api.get("/api/v1/search?q=\(query)&limit=50").ids
            #expect(found.contains(id) == witness.sees(contact), witness.place("search \(query)"))
            #expect(Set(found).isSubset(of: witness.seenIDs), witness.place("search \(query)"))
        }
        let offered = try await witness.browser.get("/contacts/names?q=\(name)").text
        #expect(offered.contains(name) == witness.sees(contact), witness.place("offered in a form"))
        let page = try await witness.browser.get("/search?q=\(name)&type=contact")
        if witness.mayOpen { #expect(page.text.contains(id) == witness.sees(contact), witness.place("search page")) }
        let slip = try await witness.api.get("/api/v1/search?q=cotnactson\(contact)x").ids
        #expect(Set(slip).isSubset(of: witness.seenIDs), witness.place("slip"))
    }
}
