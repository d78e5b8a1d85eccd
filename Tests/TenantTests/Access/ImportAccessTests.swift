import Support
import Testing
import Web

/// Rows find the records that their sender sees, and change those that the sender may change. Of the others they say nothing.
struct ImportAccessTests {
    private static let unknown = "+15559999999"

    @Test func rowsNeitherChangeNorRevealWhatTheirSenderDoesNotSee() async throws {
        for witness in try await AccessGround(25).witnesses {
            guard witness.oracle.reach(witness.person, "import") > 0 else {
                #expect(try await witness.api.send(file(of: witness, [:])).status == 403, witness.place())
                continue
            }
            let open = witness.seen.filter { witness.oracle.mayImport(witness.person, into: $0) }
            try await check(open, witness)
            try await update(open, witness)
        }
    }

    private func file(of witness: AccessWitness, _ options: [String: String]) -> ImportFixture {
        let phones = witness.world.contacts.map(\.phone) + [Self.unknown]
        let rows = phones.map { "\($0),Somebody,Person \(witness.person)'s\n" }.joined()
        let always = ["match_on": "phone", "rules": #"{"last_name":"never"}"#]
        return ImportFixture("phone,last_name,job_title\n" + rows, options: always.merging(options) { $1 })
    }

    /// What a check announces: whoever is not seen would be added, like anybody whom nobody knows.
    private func check(_ open: [Int], _ witness: AccessWitness) async throws {
        let unseen = witness.world.contacts.count - witness.seen.count
        let checked = try await witness.api.take(file(of: witness, ["mode": "upsert", "dry_run": "true"]))
        #expect(checked.count("updated") == open.count, witness.place("check"))
        #expect(checked.count("created") == unseen + 1, witness.place("check"))
        #expect(checked.count("rejected") == witness.seen.count - open.count, witness.place("check"))
    }

    private func update(_ open: [Int], _ witness: AccessWitness) async throws {
        let world = witness.world
        let result = try await witness.api.take(file(of: witness, ["mode": "update"]))
        #expect(result.count("updated") == open.count && result.count("created") == 0, witness.place("update"))
        let changed = try await world.admin.get("/api/v1/contacts?limit=50&filter[job_title][eq]=Person%20\(witness.person)'s").ids
        #expect(Set(changed) == Set(open.map { world.contacts[$0].id }), witness.place("update"))
        let reasons = try await witness.api.rejects(of: result).split(separator: "\r\n").map { String($0) }
        for (number, contact) in world.contacts.enumerated() where !open.contains(number) {
            let said = witness.sees(number) ? "You may not change this contact." : "There is no such contact."
            let reason = reasons.first { $0.contains(contact.phone.dropFirst()) }
            #expect(reason?.contains(said) == true, witness.place("row of \(number)"))
        }
    }
}
