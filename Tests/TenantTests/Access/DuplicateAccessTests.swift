import Support
import Testing
import Web

/// Duplicates are shown to whoever sees both, by what they see of them, and merged by whoever may edit and delete them.
struct DuplicateAccessTests {
    /// A pair that a scan has found, as somebody reads it who sees everything.
    private struct Pair {
        let id: String
        let contacts: [Int]
        private let points: [String: Int]

        init?(_ json: JSONValue, in world: AccessWorld) {
            let ids = json["records"]?.array?.compactMap { $0["id"]?.string } ?? []
            contacts = ids.compactMap { id in world.contacts.firstIndex { $0.id == id } }
            points = Dictionary(
                (json["reasons"]?.array ?? []).map { ($0["trait"]?.string ?? "", $0["points"]?.int ?? 0) }, uniquingKeysWith: +)
            guard let id = json["id"]?.string, contacts.count == 2 else { return nil }
            self.id = id
        }

        /// Whether they seem to be the same to somebody who knows no more than they see.
        func isLikely(to witness: AccessWitness) -> Bool {
            let known = points.filter { !witness.hides("emails") || !$0.key.hasPrefix("email") }
            return contacts.allSatisfy(witness.sees) && known.values.reduce(0, +) >= 60
        }
    }

    @Test(arguments: AccessGround.seeds)
    func pairsAreShownToWhoeverSeesWhatTheyHaveInCommon(seed: UInt64) async throws {
        let ground = try await AccessGround.shared(seed)
        let pairs = try await scan(ground.world)
        #expect(pairs.count >= 7, "every other contact has the address of the one before")
        for witness in ground.witnesses {
            let expected = Set(pairs.filter { $0.isLikely(to: witness) }.map(\.id))
            #expect(Set(try await witness.api.get("/api/v1/duplicates?limit=200").ids) == expected, witness.place("pairs"))
            let page = try await witness.browser.get("/duplicates?type=contact&limit=200")
            #expect(page.status == (witness.mayOpen ? 200 : 404), witness.place("page"))
            witness.expectNothingUnseen(in: page.text, "page")
            let shown = Set(
                page.forms.compactMap { $0.action.firstMatch(of: #/duplicates\/([0-9a-f-]{36})\/dismissal/#).map { String($0.1) } })
            #expect(shown == (witness.mayOpen ? expected : []), witness.place("page"))
            for pair in pairs { try await touch(pair, witness) }
            for contact in witness.some { try await ask(contact, pairs, witness) }
        }
    }

    private func scan(_ world: AccessWorld) async throws -> [Pair] {
        let started = try await world.admin.post("/api/v1/duplicates/scans", ["record_type": "contact"])
        guard started.status == 202, let path = started.location else { throw UnexpectedAnswer(started) }
        try await eventually { try await world.admin.get(path).json["state"] == "done" }
        let found = try await world.admin.get("/api/v1/duplicates?limit=200").json["data"]?.array ?? []
        return found.compactMap { Pair($0, in: world) }
    }

    /// What one does with a pair, as far as it changes nothing.
    private func touch(_ pair: Pair, _ witness: AccessWitness) async throws {
        let seesBoth = pair.contacts.allSatisfy(witness.sees)
        if !seesBoth {
            let dismissal = try await witness.api.post("/api/v1/duplicates/\(pair.id)/dismissal", [:])
            #expect(dismissal.status == 404, witness.place("dismissal"))
        }
        let ids = pair.contacts.map { witness.world.contacts[$0].id }
        let page = try await witness.browser.get("/contacts/\(ids[0])/merge?with=\(ids[1])")
        let may = pair.contacts.allSatisfy { witness.may("edit", $0) } && witness.may("delete", pair.contacts[1])
        #expect(page.status == (!seesBoth ? 404 : may ? 200 : 403), witness.place("merge page"))
        witness.expectNothingUnseen(in: page.text, "merge page")
        guard !may else { return }
        let merge = try await witness.api.post("/api/v1/contacts/\(ids[0])/merge", ["with": [.string(ids[1])]])
        let status = !witness.sees(pair.contacts[0]) ? 404 : !seesBoth ? 422 : 403
        #expect(merge.status == status, witness.place("merge"))
    }

    /// What is said of one record: beside it, and on a page of its own.
    private func ask(_ contact: Int, _ pairs: [Pair], _ witness: AccessWitness) async throws {
        let path = "/contacts/\(witness.world.contacts[contact].id)"
        let answer = try await witness.api.get("/api/v1\(path)/duplicates")
        witness.expectAccess(answer, contact, "duplicates")
        let others = pairs.filter { $0.contacts.contains(contact) && $0.isLikely(to: witness) }.flatMap(\.contacts).filter { $0 != contact }
        if witness.sees(contact) {
            #expect(Set(answer.ids) == Set(others.map { witness.world.contacts[$0].id }), witness.place("duplicates of \(contact)"))
        }
        witness.expectAccess(try await witness.browser.get("\(path)/duplicates"), contact, "page of duplicates")
        let page = try await witness.browser.get(path)
        witness.expectAccess(page, contact, "record page")
        let named = Set(witness.named(in: page.text)).subtracting([contact])
        #expect(named.isSubset(of: others), witness.place("duplicates beside \(contact)"))
    }
}
