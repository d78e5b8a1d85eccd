import Foundation
import Support
import Testing
import Web

@testable import Tenant

/// Rows that cannot take a change, among many that can.
struct BatchRuleTests {
    @Test func recordWhoseTagsAreFullIsLeftOutWithTheReason() async throws {
        let scene = try await Scene(Sample.all[0])
        let full = JSONValue.array((1...50).map { .string("t\($0)") })
        #expect(try await scene.admin.patch(scene.address(scene.ofRep), ["tags": full]).status == 200)
        let batch = try await scene.admin.batch(["action": "tags", "add": ["one more"], "all": true])
        #expect(batch["state"] == "done" && batch.counts == [2, 0, 1], "\(batch)")
        #expect(batch["skipped"]?[0]?["record_id"]?.string == scene.ofRep.id)
        #expect(batch["skipped"]?[0]?["reason"]?.string?.contains("At most 50 tags") == true)
        #expect(try await scene.admin.get(scene.address(scene.ofAdmin)).json["tags"] == ["one more"])
    }

    @Test func tagThatFitsNowhereIsRefusedBeforehand() async throws {
        let scene = try await Scene(Sample.all[0])
        let long = JSONValue.string(String(repeating: "x", count: 51))
        expectProblem(
            try await scene.admin.post("/api/v1/contacts/batches", ["action": "tags", "add": [long], "all": true]), 422, naming: ["add"])
    }

    @Test func tagsGoHoweverTheyWereTyped() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.admin.patch(scene.address(scene.ofRep), ["tags": ["hot", "warm", "cold"]])
        let batch = try await scene.admin.batch(["action": "tags", "remove": ["hot", " warm"], "all": true])
        #expect(batch.counts == [1, 2, 0])
        #expect(try await scene.admin.get(scene.address(scene.ofRep)).json["tags"] == ["cold"])
    }

    @Test func whatOnlyOneRecordMayHaveKeepsAnotherInTheTrash() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.define(.text, "Badge", more: ["unique": true])
        let old = try await admin.create("contacts", ["last_name": "Old", "custom": ["badge": "B-1"]])
        let other = try await admin.create("contacts", ["last_name": "Other", "custom": ["badge": "B-2"]])
        let ids = JSONValue.array([.string(old.id), .string(other.id)])
        let deletion = try await admin.batch(["action": "delete", "ids": ids])
        #expect(deletion.counts == [2, 0, 0])
        let new = try await admin.create("contacts", ["last_name": "New", "custom": ["badge": "b-1"]])

        let restored = try await admin.batch(["action": "restore", "ids": ids])
        #expect(restored.counts == [1, 0, 1], "\(restored)")
        #expect(restored["skipped"]?[0]?["record_id"]?.string == old.id)
        #expect(restored["skipped"]?[0]?["reason"]?.string?.contains("Badge") == true)
        let undone = try await admin.undo(deletion)
        #expect(undone.counts == [0, 1, 1], "\(undone)")
        expectProblem(try await admin.get("/api/v1/contacts/\(old.id)"), 404)
        #expect(Set(try await admin.get("/api/v1/contacts").ids) == [other.id, new.id])
    }
}
