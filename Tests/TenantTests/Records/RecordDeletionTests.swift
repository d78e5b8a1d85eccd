import Support
import Testing
import Web

struct RecordDeletionTests {
    @Test(arguments: Sample.all)
    func deletedRecordIsGoneUntilItIsRestored(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let address = scene.address(scene.ofAdmin)
        let deleted = try await scene.admin.delete(address)
        #expect(deleted.status == 204 && deleted.bytes.isEmpty)
        for answer in [
            try await scene.admin.get(address), try await scene.admin.patch(address, ["tags": ["x"]]),
            try await scene.admin.delete(address),
        ] { expectProblem(answer, 404) }
        #expect(try await !scene.admin.get(scene.list).ids.contains(scene.ofAdmin.id))

        let restored = try await scene.admin.post("\(address)/restoration", [:])
        #expect(restored.status == 200 && restored.json[sample.nameField] == "Adminson")
        #expect(restored.version > scene.ofAdmin.version)
        #expect(try await scene.admin.get(address).json == restored.json)
        expectProblem(try await scene.admin.post("\(address)/restoration", [:]), 404)
        #expect(try await scene.tenant.events("\(sample.event).deleted") == 1)
        #expect(try await scene.tenant.events("\(sample.event).restored") == 1)
    }

    @Test(arguments: Sample.all)
    func everybodyDeletesWhatTheirRoleReaches(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let strangers = try await scene.strangers()
        let all = scene.address(scene.ofAdmin)
        expectProblem(try await scene.viewer.delete(all), 403)
        expectProblem(try await scene.rep.delete(all), 404)
        expectProblem(try await scene.manager.delete(all), 404)
        expectProblem(try await strangers.elsewhere.delete(all), 404)
        expectProblem(try await strangers.here.delete(all), 401)
        expectProblem(try await scene.tenant.guest.delete(all), 401)
        expectProblem(try await scene.admin.delete("\(scene.list)/not-an-id"), 404)
        #expect(try await scene.admin.get(all).status == 200)
        #expect(try await scene.manager.delete(scene.address(scene.ofRep)).status == 204)
        #expect(try await scene.rep.post("\(scene.address(scene.ofRep))/restoration", [:]).status == 200)
        #expect(try await scene.rep.delete(scene.address(scene.ofRep)).status == 204)
    }

    @Test(arguments: Sample.all)
    func everybodyRestoresWhatTheyMightHaveDeleted(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let strangers = try await scene.strangers()
        let restoration = "\(scene.address(scene.ofAdmin))/restoration"
        #expect(try await scene.admin.delete(scene.address(scene.ofAdmin)).status == 204)
        expectProblem(try await scene.viewer.post(restoration, [:]), 403)
        expectProblem(try await scene.rep.post(restoration, [:]), 404)
        expectProblem(try await scene.manager.post(restoration, [:]), 404)
        expectProblem(try await strangers.elsewhere.post(restoration, [:]), 404)
        expectProblem(try await strangers.here.post(restoration, [:]), 401)
        expectProblem(try await scene.tenant.guest.post(restoration, [:]), 401)
        expectProblem(try await scene.admin.post("\(scene.list)/not-an-id/restoration", [:]), 404)
    }

    @Test(arguments: Sample.all)
    func staleDeletionIsRefused(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let address = scene.address(scene.ofAdmin)
        #expect(try await scene.admin.patch(address, ["tags": ["newer"]]).status == 200)
        expectProblem(try await scene.admin.delete(address, headers: ["If-Match": "\"v1\""]), 412)
        #expect(try await scene.admin.delete(address, headers: ["If-Match": "\"v2\""]).status == 204)
    }
}
