import Support
import Testing
import Web

/// A change of many records changes those that its doer may change, and is taken back by its doer or an admin.
struct BulkAccessTests {
    @Test func batchChangesWhatItsDoerMayEdit() async throws {
        let ground = try await AccessGround(23)
        for witness in ground.witnesses {
            let ids = JSONValue.array(ground.world.contacts.map { .string($0.id) })
            try await tag("ids", ["ids": ids], witness, ground)
            try await tag("matching", ["filter": ["field": "last_name", "op": "starts", "value": "Contactson"]], witness, ground)
            try await tag("searched", ["q": "contactson"], witness, ground)
        }
    }

    private func tag(_ way: String, _ selection: JSONObject, _ witness: AccessWitness, _ ground: AccessGround) async throws {
        let tag = "\(way) of \(witness.person)"
        var body: JSONObject = ["action": "tags", "add": [.string(tag)]]
        for member in selection.members { body[member.name] = member.value }
        let answer = try await witness.api.post("/api/v1/contacts/batches", .object(body))
        let changes = witness.oracle.reach(witness.person, "edit") > 0
        #expect(answer.status == (!changes ? 403 : witness.seen.isEmpty ? 422 : 202), witness.place(way))
        guard answer.status == 202 else { return }
        let batch = try await witness.api.ended(answer)
        let expected = witness.seen.filter { witness.may("edit", $0) }
        #expect(batch["total"]?.int == witness.seen.count && batch.counts == [expected.count, 0, witness.seen.count - expected.count])
        let skipped = batch["skipped"]?.array?.compactMap { $0["record_id"]?.string } ?? []
        #expect(Set(skipped).isSubset(of: witness.seenIDs), witness.place(way))
        try await check(tag, expected, witness)
        if way == "ids" { try await takeBack(batch, tag, expected, witness, ground) }
    }

    private func check(_ tag: String, _ expected: [Int], _ witness: AccessWitness) async throws {
        let tagged = try await witness.world.admin.get("/api/v1/contacts?limit=50&filter[tags][eq]=\(tag.escaped)").ids
        #expect(Set(tagged) == Set(expected.map { witness.world.contacts[$0].id }), witness.place(tag))
    }

    /// Others neither see the batch nor take it back; an admin does.
    private func takeBack(
        _ batch: JSONValue, _ tag: String, _ expected: [Int], _ witness: AccessWitness, _ ground: AccessGround
    ) async throws {
        let path = "/batches/\(batch["id"]?.string ?? "")"
        for other in ground.witnesses where other.person != witness.person {
            #expect(try await other.api.get("/api/v1\(path)").status == 404, other.place(tag))
            #expect(try await other.api.post("/api/v1\(path)/reversal", [:]).status == 404, other.place(tag))
            #expect(try await other.browser.get("\(path)/skipped.csv").status == 404, other.place(tag))
        }
        guard !expected.isEmpty else { return }
        try await check(tag, expected, witness)
        let undone = try await witness.world.admin.undo(batch)
        #expect(undone.counts == [expected.count, 0, 0], witness.place(tag))
        try await check(tag, [], witness)
    }
}
