import Support
import Testing
import Web

struct RecordUpdateTests {
    @Test(arguments: Sample.all)
    func everybodyChangesWhatTheirRoleReaches(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let change: JSONValue = ["tags": ["changed"]]
        for (client, record, status) in [
            (scene.admin, scene.ofRep, 200), (scene.manager, scene.ofRep, 200), (scene.rep, scene.ofRep, 200),
            (scene.manager, scene.ofAdmin, 404), (scene.rep, scene.ofManager, 404), (scene.viewer, scene.ofAdmin, 403),
            (scene.tenant.guest, scene.ofAdmin, 401),
        ] {
            #expect(try await client.patch(scene.address(record), change).status == status)
        }
        let strangers = try await scene.strangers()
        expectProblem(try await strangers.elsewhere.patch(scene.address(scene.ofAdmin), change), 404)
        expectProblem(try await strangers.here.patch(scene.address(scene.ofAdmin), change), 401)
        expectProblem(try await scene.admin.patch("\(scene.list)/not-an-id", change), 404)
        #expect(try await scene.admin.get(scene.address(scene.ofAdmin)).json == scene.ofAdmin.json)
    }

    @Test(arguments: Sample.all)
    func onlyWhatTheBodyNamesChanges(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let address = scene.address(scene.ofAdmin)
        let full = try await scene.admin.patch(address, ["tags": ["a", "b"], "phone": "+49 30 901820", "owner_id": nil])
        #expect(full.json["tags"] == ["a", "b"] && full.json["owner_id"] == .null && full.version == 2)
        #expect(full.json[sample.nameField] == scene.ofAdmin.json[sample.nameField])
        let cleared = try await scene.admin.patch(address, ["tags": nil, "phone": nil])
        #expect(cleared.json["tags"] == [] && cleared.json["phone"] == .null && cleared.version == 3)
        #expect(cleared.header("ETag") == "\"v3\"")
    }

    @Test(arguments: Sample.all)
    func changeThatChangesNothingLeavesNoTrace(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let address = scene.address(scene.ofAdmin)
        let body: JSONValue = ["addresses": [["city": "Bonn", "label": "Home"]], "tags": ["a"]]
        let first = try await scene.admin.patch(address, body)
        let second = try await scene.admin.patch(address, body)
        #expect(second.status == 200 && second.json == first.json)
        #expect(try await scene.tenant.events("\(sample.event).updated") == 1)
        #expect(try await scene.admin.patch(address, [:]).json == first.json)
    }

    @Test(arguments: Sample.all)
    func wrongBodyIsRefusedAndChangesNothing(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let address = scene.address(scene.ofAdmin)
        expectProblem(try await scene.admin.patch(address, ["shoe": 1, "tags": ["kept?"]]), 422, naming: ["shoe"])
        expectProblem(try await scene.admin.patch(address, ["id": .string(unknownID)]), 422, naming: ["id"])
        expectProblem(try await scene.admin.patch(address, [sample.wrong.field: sample.wrong.value]), 422, naming: [sample.wrong.field])
        expectProblem(try await scene.admin.patch(address, ["owner_id": .string(scene.ofAdmin.id)]), 422, naming: ["owner_id"])
        expectProblem(try await scene.admin.patch(address, [1]), 400)
        expectProblem(
            try await scene.admin.send("PATCH", address, body: Array("{".utf8), headers: ["Content-Type": "application/json"]), 400)
        expectProblem(try await scene.admin.send("PATCH", address, body: Array("{}".utf8), headers: ["Content-Type": "text/html"]), 415)
        let merge = ["Content-Type": "application/merge-patch+json"]
        #expect(try await scene.admin.patch(address, ["tags": ["ok"]], headers: merge).version == 2)
    }

    @Test(arguments: Sample.all)
    func staleChangeIsRefused(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let address = scene.address(scene.ofAdmin)
        let tag = try #require(scene.ofAdmin.header("ETag"))
        #expect(try await scene.admin.patch(address, ["tags": ["1"]], headers: ["If-Match": tag]).status == 200)
        expectProblem(try await scene.admin.patch(address, ["tags": ["2"]], headers: ["If-Match": tag]), 412)
        expectProblem(try await scene.admin.patch(address, ["tags": ["2"]], headers: ["If-Match": "\"other\""]), 412)
        #expect(try await scene.admin.patch(address, ["tags": ["3"]], headers: ["If-Match": "*"]).status == 200)
        #expect(try await scene.admin.get(address).json["tags"] == ["3"])
    }

    @Test(arguments: Sample.all)
    func ofTwentyWhoSawTheSameVersionExactlyOneWins(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let (admin, address) = (scene.admin, scene.address(scene.ofAdmin))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await admin.patch(address, ["tags": [.string("\(number)")]], headers: ["If-Match": "\"v1\""]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.count { $0 == 412 } == 19)
        #expect(try await admin.get(address).version == 2)
    }

    @Test(arguments: Sample.all)
    func whoGivesARecordAwayHearsOfItAndThenSeesItNoMore(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let outsider = try await scene.tenant.outsider()
        let outsidersID = try #require(try await outsider.get("/api/v1/users/me").json["id"])
        let address = scene.address(scene.ofRep)
        let given = try await scene.admin.patch(address, ["owner_id": outsidersID])
        #expect(given.status == 200 && given.json["owner_id"] == outsidersID)
        expectProblem(try await scene.rep.get(address), 404)
        expectProblem(try await scene.manager.get(address), 404)
        #expect(try await outsider.get(address).status == 200)
    }
}
