import Support
import Testing
import Web

/// The log of a record is read by whoever sees the record; the whole log by nobody who does not look after the tenant.
struct HistoryAccessTests {
    @Test(arguments: AccessGround.seeds)
    func historyIsReadByWhoeverSeesTheRecord(seed: UInt64) async throws {
        for witness in try await AccessGround.shared(seed).witnesses {
            for (number, contact) in witness.some.map({ ($0, witness.world.contacts[$0]) }) {
                let page = try await witness.browser.get("/contacts/\(contact.id)/history")
                let events = try await witness.api.get("/api/v1/events?type=contact&record=\(contact.id)")
                for answer in [page, events] {
                    witness.expectAccess(answer, number, "history")
                    for (field, text) in [("source", contact.source), ("emails", contact.email)] {
                        let isTold = witness.sees(number) && !witness.hides(field)
                        #expect(answer.text.contains(text) == isTold, witness.place("\(field) in the history of \(number)"))
                    }
                }
            }
            for path in ["", "?record=\(witness.world.contacts[0].id)", "?type=contact", "?type=contact&action=created"] {
                #expect(try await witness.api.get("/api/v1/events\(path)").status == 403, witness.place(path))
            }
            for path in ["/settings/audit", "/settings/audit.csv"] {
                #expect(try await witness.browser.get(path).status == 403, witness.place(path))
            }
        }
    }
}
