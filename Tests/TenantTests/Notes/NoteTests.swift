import Support
import Testing
import Web

/// Notes through the API, on every record type alike.
struct NoteTests {
    private let hello: JSONValue = ["body": "Likes **tea**"]

    private func add(_ scene: Scene, _ record: TestAnswer, as client: TestClient) async throws -> TestAnswer {
        try await client.create("\(scene.sample.path)/\(record.id)/notes", hello)
    }

    @Test(arguments: Sample.all)
    func noteIsWrittenReadChangedPinnedAndListed(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let note = try await add(scene, scene.ofRep, as: scene.rep)
        let address = "/api/v1/notes/\(note.id)"
        #expect(note.location == address && note.json["body"] == "Likes **tea**" && note.json["is_pinned"] == false)
        let author = try await scene.tenant.id(of: .rep)
        #expect(note.json["record_id"]?.string == scene.ofRep.id && note.json["author_id"]?.string == author)
        #expect(try await scene.rep.get(address).json == note.json)
        #expect(try await scene.rep.get(address, headers: ["If-None-Match": "\"v1\""]).status == 304)

        let changed = try await scene.rep.patch(address, ["body": "Likes coffee", "is_pinned": true])
        #expect(
            changed.status == 200 && changed.json["body"] == "Likes coffee" && changed.json["is_pinned"] == true && changed.version == 2)
        expectProblem(try await scene.rep.patch(address, ["body": "x"], headers: ["If-Match": "\"v1\""]), 412)

        let second = try await add(scene, scene.ofRep, as: scene.rep)
        let list = "\(scene.address(scene.ofRep))/notes"
        #expect(try await scene.rep.get(list).ids == [second.id, note.id])
        let pages = try await scene.rep.walk("\(sample.path)/\(scene.ofRep.id)/notes?", limit: 1)
        #expect(pages == [[second.id], [note.id]])
        for kind in ["note.created", "note.updated"] { #expect(try await scene.tenant.events(kind) > 0) }
    }

    @Test(arguments: Sample.all)
    func deletedNoteComesBack(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let note = try await add(scene, scene.ofRep, as: scene.rep)
        let address = "/api/v1/notes/\(note.id)"
        #expect(try await scene.rep.delete(address).status == 204)
        expectProblem(try await scene.rep.get(address), 404)
        expectProblem(try await scene.rep.delete(address), 404)
        #expect(try await scene.rep.get("\(scene.address(scene.ofRep))/notes").ids.isEmpty)
        #expect(try await scene.rep.post("\(address)/restoration", [:]).status == 200)
        #expect(try await scene.rep.get(address).json["body"] == "Likes **tea**")
        expectProblem(try await scene.rep.post("\(address)/restoration", [:]), 404)
    }

    @Test(arguments: Sample.all)
    func everybodyMeetsTheirLimits(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let strangers = try await scene.strangers()
        let note = try await add(scene, scene.ofAdmin, as: scene.admin)
        let (list, address) = ("\(scene.address(scene.ofAdmin))/notes", "/api/v1/notes/\(note.id)")
        for outsider in [scene.rep, scene.manager, strangers.elsewhere] {
            expectProblem(try await outsider.get(list), 404)
            expectProblem(try await outsider.post(list, hello), 404)
            expectProblem(try await outsider.get(address), 404)
            expectProblem(try await outsider.patch(address, hello), 404)
            expectProblem(try await outsider.delete(address), 404)
        }
        for nobody in [strangers.here, scene.tenant.guest] {
            expectProblem(try await nobody.get(list), 401)
            expectProblem(try await nobody.post(list, hello), 401)
            expectProblem(try await nobody.get(address), 401)
            expectProblem(try await nobody.patch(address, hello), 401)
            expectProblem(try await nobody.delete(address), 401)
            expectProblem(try await nobody.post("\(address)/restoration", [:]), 401)
        }
        #expect(try await scene.viewer.get(list).ids == [note.id])
        #expect(try await scene.viewer.get(address).status == 200)
        expectProblem(try await scene.viewer.post(list, hello), 403)
        expectProblem(try await scene.viewer.patch(address, hello), 403)
        expectProblem(try await scene.viewer.patch(address, ["is_pinned": true]), 403)
        expectProblem(try await scene.viewer.delete(address), 403)
        expectProblem(try await scene.admin.get("/api/v1/notes/\(unknownID)"), 404)
        expectProblem(try await scene.admin.get("/api/v1/notes/not-an-id"), 404)
        expectProblem(try await scene.admin.get("\(scene.list)/not-an-id/notes"), 404)
        expectWrongVerb(try await scene.admin.send("PUT", address), allows: "GET", "HEAD", "PATCH", "DELETE", "OPTIONS")
        expectWrongVerb(try await scene.admin.delete(list), allows: "GET", "HEAD", "POST", "OPTIONS")
    }

    /// One's own note is one's own; who answers for the record's owner may change all of them.
    @Test func othersNotesAreForWhoManagesTheRecord() async throws {
        let scene = try await Scene(Sample.all[0])
        let byManager = try await add(scene, scene.ofRep, as: scene.manager)
        expectProblem(try await scene.rep.patch("/api/v1/notes/\(byManager.id)", ["body": "mine now"]), 403)
        expectProblem(try await scene.rep.delete("/api/v1/notes/\(byManager.id)"), 403)
        #expect(try await scene.rep.patch("/api/v1/notes/\(byManager.id)", ["is_pinned": true]).status == 200)
        let byRep = try await add(scene, scene.ofRep, as: scene.rep)
        #expect(try await scene.manager.patch("/api/v1/notes/\(byRep.id)", ["body": "better"]).status == 200)
        #expect(try await scene.admin.delete("/api/v1/notes/\(byRep.id)").status == 204)
    }

    @Test func badInputIsRefused() async throws {
        let scene = try await Scene(Sample.all[0])
        let list = "\(scene.address(scene.ofRep))/notes"
        expectProblem(try await scene.rep.post(list, [:]), 422, naming: ["body"])
        expectProblem(try await scene.rep.post(list, ["body": "  \n "]), 422, naming: ["body"])
        expectProblem(try await scene.rep.post(list, ["body": 5]), 422, naming: ["body"])
        expectProblem(try await scene.rep.post(list, ["body": "x", "colour": "red"]), 422, naming: ["colour"])
        expectProblem(try await scene.rep.post(list, ["body": .string(String(repeating: "x", count: 20_001))]), 422, naming: ["body"])
        expectProblem(try await scene.rep.post(list, []), 400)
        expectProblem(try await scene.rep.get("\(list)?sort=id"), 422, naming: ["sort"])
        expectProblem(try await scene.rep.get("\(list)?cursor=made-up"), 422, naming: ["cursor"])
        #expect(try await scene.rep.post(list, ["body": .string(String(repeating: "x", count: 20_000))]).status == 201)
    }

    @Test func repeatedCallAddsOneNote() async throws {
        let scene = try await Scene(Sample.all[0])
        let list = "\(scene.address(scene.ofRep))/notes"
        let first = try await scene.rep.post(list, hello, headers: ["Idempotency-Key": "n-1"])
        let again = try await scene.rep.post(list, hello, headers: ["Idempotency-Key": "n-1"])
        #expect(first.status == 201 && again.json == first.json)
        #expect(try await scene.rep.get(list).ids.count == 1)
    }

    @Test func notesHideAndComeBackWithTheirRecord() async throws {
        let scene = try await Scene(Sample.all[0])
        let note = try await add(scene, scene.ofRep, as: scene.rep)
        let record = scene.address(scene.ofRep)
        #expect(try await scene.rep.delete(record).status == 204)
        expectProblem(try await scene.rep.get("/api/v1/notes/\(note.id)"), 404)
        expectProblem(try await scene.rep.get("\(record)/notes"), 404)
        #expect(try await scene.rep.post("\(record)/restoration", [:]).status == 200)
        #expect(try await scene.rep.get("/api/v1/notes/\(note.id)").status == 200)
    }
}
