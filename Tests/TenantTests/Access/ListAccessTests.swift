import Support
import Testing
import Web

/// Saved views, groups and their counts, and the people whom filters name: a list counts what it shows.
struct ListAccessTests {
    @Test(arguments: AccessGround.seeds)
    func viewsAndGroupsCountWhatOneSees(seed: UInt64) async throws {
        let ground = try await AccessGround.shared(seed)
        let view = try await ground.world.admin.create(
            "views",
            [
                "record_type": "contact", "name": "Even", "visibility": "public", "sort": ["last_name"],
                "filter": [
                    // Not by name: the list repeats what it is asked.
                    "field": "phone", "op": "in", "value": .array(even(ground.world).map { .string(ground.world.contacts[$0].phone) }),
                ],
            ])
        for witness in ground.witnesses {
            let expected = witness.seen.filter { $0 % 2 == 0 }
            if witness.mayOpen { try await viewed(view.id, expected, witness) }
            try await grouped(witness)
            try await owned(witness)
            try await typed(witness)
        }
    }

    private func even(_ world: AccessWorld) -> [Int] { world.contacts.indices.filter { $0 % 2 == 0 } }

    private func viewed(_ view: String, _ expected: [Int], _ witness: AccessWitness) async throws {
        let list = try await witness.api.get("/api/v1/contacts?view=\(view)&limit=50&total=true")
        #expect(Set(list.ids) == Set(expected.map { witness.world.contacts[$0].id }), witness.place("view"))
        #expect(list.json["total"]?.int == expected.count, witness.place("view"))
        let page = try await witness.browser.get("/contacts?view=\(view)").text
        #expect(witness.named(in: page) == expected, witness.place("view"))
        let counts = try await witness.browser.get("/contacts/view-counts").json
        #expect(counts[view]?.string == "\(expected.count)", witness.place("count of a view"))
    }

    private func grouped(_ witness: AccessWitness) async throws {
        for field in ["lifecycle_stage", "owner_id", "do_not_contact"] {
            let page = try await witness.browser.get("/contacts?group=\(field)").text
            witness.expectNothingUnseen(in: page, field)
            let counts = page.matches(of: #/<tr class="group"><th[^>]*>.*?<span class="count">(\d+)<\/span>/#).compactMap { Int($0.1) }
            #expect(counts.reduce(0, +) == witness.seen.count, witness.place("groups by \(field)"))
        }
    }

    private func owned(_ witness: AccessWitness) async throws {
        let contacts = witness.world.contacts
        for (value, isMeant) in [
            ("me", { contacts[$0].owner == witness.person }), ("my_team", { witness.oracle.leads(witness.person, contacts[$0].owner) }),
        ] as [(String, (Int) -> Bool)] {
            let expected = Set(witness.seen.filter(isMeant).map { contacts[$0].id })
            let found = try await witness.api.get("/api/v1/contacts?filter[owner_id][eq]=\(value)&limit=50&total=true")
            #expect(Set(found.ids) == expected && found.json["total"]?.int == expected.count, witness.place(value))
            let others = try await witness.api.get("/api/v1/contacts?filter[owner_id][neq]=\(value)&limit=50")
            #expect(Set(others.ids) == witness.seenIDs.subtracting(expected), witness.place("not \(value)"))
        }
    }

    /// What the search page says of all that it found.
    private func typed(_ witness: AccessWitness) async throws {
        guard witness.mayOpen else { return }
        let page = try await witness.browser.get("/search?q=contactson&type=contact").text
        #expect(witness.named(in: page) == witness.seen, witness.place("search"))
        let stages = page.matches(of: #/lifecycle_stage[^>]*>[^<]*<\/a>.*?<span class="push">(\d+)/#).compactMap { Int($0.1) }
        #expect(stages.reduce(0, +) == witness.seen.count, witness.place("facets"))
    }
}
