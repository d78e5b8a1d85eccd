import Postgres
import Support
import Testing
import Web

struct ImportReversalTests {
    @Test func whatABatchMadeGoesToTheTrashUnlessSomebodyWorkedWithIt() async throws {
        let scene = try await Scene(Sample.all[0])
        let ids = [scene.ofAdmin, scene.ofManager, scene.ofRep].map(\.id)
        // As an import leaves it: records that one batch made.
        try await scene.tenant.site.administer(
            "update \(SQLIdentifier(unchecked: scene.tenant.tenant.schema.description)).events set batch_id = '01890000-0000-7000-8000-0000000000aa' where kind = 'contact.created'"
        )
        _ = try await scene.rep.patch(scene.address(scene.ofRep), ["job_title": "Buyer"])
        let undone = try await scene.admin.undo(["id": "01890000-0000-7000-8000-0000000000aa"])
        #expect(undone.counts == [2, 0, 1])
        #expect(undone["skipped"]?[0]?["record_id"]?.string == scene.ofRep.id)
        #expect(try await scene.admin.get(scene.list).ids == [scene.ofRep.id])
        let redone = try await scene.admin.undo(undone)
        #expect(redone.counts == [2, 0, 0])
        #expect(Set(try await scene.admin.get(scene.list).ids) == Set(ids))
    }
}
