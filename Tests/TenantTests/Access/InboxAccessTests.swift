import Foundation
import Postgres
import Support
import Testing
import Web

/// Who has been told of a record reads of it for as long as they see it.
struct InboxAccessTests {
    /// Tells everybody of every contact, as if all had seen all of them at the time.
    private func tell(_ world: AccessWorld) async throws {
        for person in world.people {
            for contact in world.contacts {
                let (user, record) = (UUID(uuidString: person.id), UUID(uuidString: contact.id))
                try await world.tenant.database.write(
                    """
                    insert into notifications (id, user_id, kind, record_type, record_id, group_key, count, at, in_app)
                    values (gen_random_uuid(), \(user), 'mentioned', 'contact', \(record), \("told \(contact.id)"), 1, now(), true)
                    """)
            }
        }
    }

    @Test(arguments: AccessGround.seeds)
    func inboxNamesOnlyWhatItsReaderSees(seed: UInt64) async throws {
        let ground = try await AccessGround.shared(seed)
        try await tell(ground.world)
        for witness in ground.witnesses {
            let bell = try await witness.browser.get("/inbox/bell").text.firstMatch(of: #/bell-count"[^>]*>(\d+)/#).flatMap { Int($0.1) }
            let lines = try await witness.api.get("/api/v1/notifications?limit=200&unread=true").json["data"]?.array ?? []
            let contacts = lines.filter { $0["record_type"] == "contact" }.compactMap { $0["record_id"]?.string }
            #expect(Set(contacts) == witness.seenIDs, witness.place("lines"))
            #expect(bell ?? 0 <= lines.count, witness.place("bell"))
            for line in lines { witness.expectNothingUnseen(in: line["text"]?.string ?? "", "text") }
            witness.expectNothingUnseen(in: try await witness.browser.get("/inbox?view=all").text, "inbox")
            try await single(witness)
        }
    }

    private func single(_ witness: AccessWitness) async throws {
        let user = UUID(uuidString: witness.world.people[witness.person].id)
        let rows = try await witness.world.tenant.database.read(
            "select id, record_id from notifications where user_id = \(user) and kind = 'mentioned'")
        for row in rows {
            let (id, record) = try row.decode((UUID, UUID).self)
            guard let contact = witness.some.first(where: { witness.world.contacts[$0].id == record.uuidString.lowercased() }) else {
                continue
            }
            let isSeen = witness.sees(contact)
            let path = id.uuidString.lowercased()
            #expect(try await witness.api.get("/api/v1/notifications/\(path)").status == (isSeen ? 200 : 404), witness.place())
            if isSeen { continue }
            #expect(try await witness.api.patch("/api/v1/notifications/\(path)", ["read": true]).status == 404, witness.place())
            #expect(try await witness.browser.get("/inbox/\(path)").status == 404, witness.place())
        }
    }
}
