import Support
import Testing
import Web

/// What is in the trash is seen there by whoever saw it before, and brought back by whoever may delete it.
struct TrashAccessTests {
    @Test func trashShowsWhatOneSaw() async throws {
        let ground = try await AccessGround(24)
        let world = ground.world
        _ = try await world.admin.batch(["action": "delete", "all": true])
        for witness in ground.witnesses {
            let trash = try await witness.browser.get("/trash").text
            #expect(witness.named(in: trash) == witness.seen, witness.place("trash"))
            witness.expectNothingUnseen(in: trash, "trash")
            let list = try await witness.browser.get("/contacts?view=trash").text
            #expect(witness.named(in: list) == witness.seen, witness.place("list"))
            #expect(try await witness.api.get("/api/v1/contacts").ids.isEmpty, witness.place("API"))
            for contact in witness.some { try await record(contact, witness) }
        }
    }

    private func record(_ contact: Int, _ witness: AccessWitness) async throws {
        let path = "/contacts/\(witness.world.contacts[contact].id)"
        witness.expectAccess(try await witness.browser.get("\(path)?trash=1"), contact, "page")
        witness.expectAccess(try await witness.browser.get("\(path)/history"), contact, "history")
        for gone in [path, "\(path)/edit", "\(path)/notes", "\(path)/shares"] {
            #expect(try await witness.browser.get(gone).status == 404, witness.place(gone))
        }
        #expect(try await witness.api.get("/api/v1\(path)").status == 404, witness.place("API"))
        let restored = try await witness.api.post("/api/v1\(path)/restoration", [:])
        let status = !witness.sees(contact) ? 404 : witness.may("delete", contact) ? 200 : 403
        #expect(restored.status == status, witness.place("restoration of \(contact)"))
        if restored.status == 200 { #expect(try await witness.world.admin.delete("/api/v1\(path)").status == 204) }
    }
}
