import Foundation
import Support
import Testing
import Web

/// Comments through the API, on every record type alike.
struct CommentTests {
    private func add(_ scene: Scene, _ record: TestAnswer, as client: TestClient, _ text: String = "Call back?") async throws -> TestAnswer
    {
        try await client.create("\(scene.sample.path)/\(record.id)/comments", ["body": .string(text)])
    }

    @Test(arguments: Sample.all)
    func threadIsBegunAnsweredEditedAndSettled(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let list = "\(scene.address(scene.ofRep))/comments"
        let first = try await add(scene, scene.ofRep, as: scene.rep)
        let address = "/api/v1/comments/\(first.id)"
        #expect(first.location == address && first.json["parent_id"] == .null && first.json["resolved_at"] == .null)
        let answer = try await scene.manager.post(list, ["body": "Yes", "parent_id": .string(first.id)])
        #expect(answer.status == 201 && answer.json["parent_id"]?.string == first.id)
        // An answer to an answer joins the thread.
        let deeper = try await scene.rep.post(list, ["body": "Done", "parent_id": .string(answer.id)])
        #expect(deeper.json["parent_id"]?.string == first.id)
        #expect(try await scene.rep.get(list).ids == [deeper.id, answer.id, first.id])

        let edited = try await scene.rep.patch(address, ["body": "Call back today?"])
        #expect(edited.json["body"] == "Call back today?" && edited.json["edited_at"] != .null && edited.version == 2)
        let revisions = try await scene.manager.get("\(address)/revisions").json["data"]?.array ?? []
        #expect(revisions.map { $0["body"]?.string } == ["Call back?"])
        expectProblem(try await scene.rep.patch(address, ["body": "x"], headers: ["If-Match": "\"v1\""]), 412)

        let settled = try await scene.manager.patch(address, ["resolved": true])
        #expect(settled.status == 200 && settled.json["resolved_at"]?.string != nil)
        #expect(try await scene.rep.patch(address, ["resolved": false]).json["resolved_at"] == .null)
        expectProblem(try await scene.rep.patch("/api/v1/comments/\(answer.id)", ["resolved": true]), 422, naming: ["resolved"])
        for kind in ["created", "updated", "resolved", "reopened"] { #expect(try await scene.tenant.events("comment.\(kind)") > 0) }
    }

    @Test func threadGoesAndComesAsOne() async throws {
        let scene = try await Scene(Sample.all[0])
        let list = "\(scene.address(scene.ofRep))/comments"
        let first = try await add(scene, scene.ofRep, as: scene.rep)
        let gone = try await scene.rep.post(list, ["body": "gone before", "parent_id": .string(first.id)])
        _ = try await scene.rep.post(list, ["body": "answer", "parent_id": .string(first.id)])
        #expect(try await scene.rep.delete("/api/v1/comments/\(gone.id)").status == 204)
        #expect(try await scene.rep.delete("/api/v1/comments/\(first.id)").status == 204)
        #expect(try await scene.rep.get(list).ids.isEmpty)
        #expect(try await scene.rep.post("/api/v1/comments/\(first.id)/restoration", [:]).status == 200)
        #expect(try await scene.rep.get(list).ids.count == 2)
    }

    @Test func whoHasSeenAnOldVersionTakesNoAnswersAway() async throws {
        let scene = try await Scene(Sample.all[0])
        let list = "\(scene.address(scene.ofRep))/comments"
        let first = try await add(scene, scene.ofRep, as: scene.rep)
        let address = "/api/v1/comments/\(first.id)"
        for text in ["one", "two"] {
            #expect(try await scene.manager.post(list, ["body": .string(text), "parent_id": .string(first.id)]).status == 201)
        }
        #expect(try await scene.rep.patch(address, ["body": "Call back today?"]).version == 2)
        let before = try await scene.rep.get(list).json
        expectProblem(try await scene.rep.delete(address, headers: ["If-Match": "\"v1\""]), 412)
        #expect(try await scene.rep.get(list).json == before && before["data"]?.array?.count == 3)
        #expect(try await scene.tenant.events("comment.deleted") == 0)

        #expect(try await scene.rep.delete(address, headers: ["If-Match": "\"v2\""]).status == 204)
        #expect(try await scene.rep.get(list).ids.isEmpty)
        #expect(try await scene.rep.post("\(address)/restoration", [:]).status == 200)
        #expect(Set(try await scene.rep.get(list).ids) == Set(before["data"]?.array?.compactMap { $0["id"]?.string } ?? []))
    }

    @Test(arguments: Sample.all)
    func everybodyMeetsTheirLimits(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let strangers = try await scene.strangers()
        let comment = try await add(scene, scene.ofAdmin, as: scene.admin)
        let (list, address) = ("\(scene.address(scene.ofAdmin))/comments", "/api/v1/comments/\(comment.id)")
        let hello: JSONValue = ["body": "hello"]
        for outsider in [scene.rep, scene.manager, strangers.elsewhere] {
            expectProblem(try await outsider.get(list), 404)
            expectProblem(try await outsider.post(list, hello), 404)
            expectProblem(try await outsider.get(address), 404)
            expectProblem(try await outsider.get("\(address)/revisions"), 404)
            expectProblem(try await outsider.patch(address, hello), 404)
            expectProblem(try await outsider.delete(address), 404)
            expectProblem(try await outsider.post("\(address)/restoration", [:]), 404)
        }
        for nobody in [strangers.here, scene.tenant.guest] {
            expectProblem(try await nobody.get(list), 401)
            expectProblem(try await nobody.post(list, hello), 401)
            expectProblem(try await nobody.get(address), 401)
            expectProblem(try await nobody.get("\(address)/revisions"), 401)
            expectProblem(try await nobody.patch(address, hello), 401)
            expectProblem(try await nobody.delete(address), 401)
        }
        #expect(try await scene.viewer.get(list).ids == [comment.id])
        expectProblem(try await scene.viewer.post(list, hello), 403)
        expectProblem(try await scene.viewer.patch(address, ["resolved": true]), 403)
        expectProblem(try await scene.viewer.delete(address), 403)
        expectProblem(try await scene.admin.get("/api/v1/comments/not-an-id"), 404)
        expectProblem(try await scene.admin.get("/api/v1/comments/\(unknownID)"), 404)
        expectWrongVerb(try await scene.admin.send("PUT", address), allows: "GET", "HEAD", "PATCH", "DELETE", "OPTIONS")
    }

    @Test func wordsAreTheirAuthorsOwn() async throws {
        let scene = try await Scene(Sample.all[0])
        let comment = try await add(scene, scene.ofRep, as: scene.rep)
        expectProblem(try await scene.admin.patch("/api/v1/comments/\(comment.id)", ["body": "put into their mouth"]), 403)
        #expect(try await scene.manager.delete("/api/v1/comments/\(comment.id)").status == 204)
        let byManager = try await add(scene, scene.ofRep, as: scene.manager)
        expectProblem(try await scene.rep.delete("/api/v1/comments/\(byManager.id)"), 403)
    }

    @Test func badInputIsRefused() async throws {
        let scene = try await Scene(Sample.all[0])
        let list = "\(scene.address(scene.ofRep))/comments"
        let elsewhere = try await add(scene, scene.ofManager, as: scene.manager)
        expectProblem(try await scene.rep.post(list, ["body": ""]), 422, naming: ["body"])
        expectProblem(try await scene.rep.post(list, ["body": "x", "parent_id": "no"]), 422, naming: ["parent_id"])
        expectProblem(try await scene.rep.post(list, ["body": "x", "parent_id": .string(unknownID)]), 422, naming: ["parent_id"])
        expectProblem(try await scene.manager.post(list, ["body": "x", "parent_id": .string(elsewhere.id)]), 422, naming: ["parent_id"])
        let comment = try await add(scene, scene.ofRep, as: scene.rep)
        expectProblem(try await scene.rep.patch("/api/v1/comments/\(comment.id)", ["resolved": "yes"]), 422, naming: ["resolved"])
    }

    @Test func whoWritesHearsWhomItDoesNotReach() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.tenant.outsider()
        let rows = try await scene.tenant.database.read("select id from users where name = 'Otto Out'")
        let outsider = try #require(try rows.first?.decode(UUID.self)).uuidString.lowercased()
        let comment = try await add(scene, scene.ofRep, as: scene.rep, "@Mei Tanaka and @Otto Out please look")
        #expect(comment.json["mentions"]?.array?.count == 2 && comment.json["mentions_without_access"] == [.string(outsider)])
        let address = "/api/v1/comments/\(comment.id)"
        #expect(try await scene.rep.get(address).json["mentions_without_access"] == nil)
        let shared = try await scene.rep.post("\(scene.address(scene.ofRep))/shares", ["user_id": .string(outsider)])
        #expect(shared.status == 201)
        #expect(try await scene.rep.patch(address, ["body": "@Otto Out now?"]).json["mentions_without_access"] == [])
    }

    @Test func mentionsAreFoundAndToldOfOnce() async throws {
        let scene = try await Scene(Sample.all[0])
        let (manager, admin) = (try await scene.tenant.id(of: .manager), try await scene.tenant.id(of: .admin))
        let comment = try await add(scene, scene.ofRep, as: scene.rep, "@Mei Tanaka please look, @mei tanaka!")
        #expect(comment.json["mentions"] == .array([.string(manager)]))
        let edited = try await scene.rep.patch("/api/v1/comments/\(comment.id)", ["body": "@Mei and @admin please look"])
        #expect(Set(edited.json["mentions"]?.array?.compactMap(\.string) ?? []) == [manager, admin])
        let told = try await scene.tenant.database.read("select after::text from events where kind like 'comment.%' order by id").map {
            try JSONValue(parsing: try $0.decode(String.self))
        }
        #expect(told.map { $0["mentions"] } == [.array([.string(manager)]), .array([.string(admin)])])
        #expect(told.first?["comment_id"]?.string == comment.id && told.first?["excerpt"] == "@Mei Tanaka please look, @mei tanaka!")
    }
}
