import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@testable import Tenant

/// What people have added goes with a record that goes for good.
struct PurgedRecordTests {
    @Test func everythingGoesWithItsRecordAndNothingElse() async throws {
        let scene = try await Scene(Sample.all[0])
        for record in [scene.ofRep, scene.ofManager] {
            let address = scene.address(record)
            #expect(try await scene.manager.post("\(address)/notes", ["body": "note"]).status == 201)
            #expect(try await scene.manager.post("\(address)/comments", ["body": "comment"]).status == 201)
            #expect(try await scene.manager.attach(Upload(), to: address).status == 201)
        }
        #expect(try await scene.rep.delete(scene.address(scene.ofRep)).status == 204)
        try await scene.tenant.database.transaction {
            try await $0.enqueue(PurgeTrash(deletedBefore: Date().addingTimeInterval(60)))
        }
        try await eventually { try await scene.tenant.events("contact.purged") == 1 }
        for table in ["notes", "comments", "attachments"] as [SQLIdentifier] {
            let left = try await scene.tenant.database.read("select record_id from \(table)").map { try $0.decode(UUID.self) }
            #expect(left == [UUID(uuidString: scene.ofManager.id)], "\(table)")
        }
    }
}
