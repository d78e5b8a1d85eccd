import Foundation
import Postgres
import Support
import Testing
import Web

struct BatchTests {
    @Test func everyRecordThatMatchesIsChangedAndUndoneAsOne() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.fill(2_300)
        let filter: JSONValue = ["field": "job_title", "op": "eq", "value": "clerk"]
        let change: JSONValue = [
            "action": "edit", "values": ["job_title": "Director", "lifecycle_stage": "customer"], "filter": filter,
        ]
        let batch = try await admin.batch(change)
        #expect(batch["state"] == "done" && batch["total"] == 2_300 && batch.counts == [2_300, 0, 0])
        #expect(try await tenant.count("job_title = 'Director' and lifecycle_stage = 'customer' and version = 2") == 2_300)
        #expect(try await tenant.count("search like '%director%'") == 2_300)
        #expect(try await tenant.events("contact.updated") == 2_300)
        let events = try await admin.get("/api/v1/events?batch=\(batch["id"]?.string ?? "")&type=contact&limit=1").json["data"]?[0]
        #expect(events?["before"]?["job_title"] == "Clerk" && events?["after"]?["job_title"] == "Director")
        #expect(events?["cause"] == "bulk")
        #expect(try await tenant.events("batch.done") == 1)

        let undone = try await admin.undo(batch)
        #expect(undone["state"] == "done" && undone.counts == [2_300, 0, 0])
        #expect(try await tenant.count("job_title = 'Clerk' and lifecycle_stage = 'new' and version = 3") == 2_300)
        let path = "/api/v1/batches/\(batch["id"]?.string ?? "")"
        #expect(try await admin.get(path).json["reverted_by"] == undone["id"])
        expectProblem(try await admin.post("\(path)/reversal", [:]), 409)

        let redone = try await admin.undo(undone)
        #expect(redone.counts == [2_300, 0, 0])
        #expect(try await tenant.count("job_title = 'Director'") == 2_300)
    }

    @Test func whatSomebodyChangedSinceStaysFieldByField() async throws {
        let scene = try await Scene(Sample.all[0])
        let batch = try await scene.admin.batch([
            "action": "edit", "values": ["job_title": "Director", "source": "Fair"], "all": true,
        ])
        #expect(batch.counts == [3, 0, 0])
        #expect(try await scene.admin.patch(scene.address(scene.ofRep), ["source": "Web"]).status == 200)
        let undone = try await scene.admin.undo(batch)
        #expect(undone.counts == [3, 0, 0])
        #expect(undone["skipped"]?.array?.count == 1)
        #expect(undone["skipped"]?[0]?["field"] == "source" && undone["skipped"]?[0]?["record_id"]?.string == scene.ofRep.id)
        #expect(undone["skipped"]?[0]?["reason"]?.string?.contains("Web") == true)
        let record = try await scene.admin.get(scene.address(scene.ofRep)).json
        #expect(record["source"] == "Web" && record["job_title"] == .null)
    }

    @Test(arguments: Sample.all)
    func rowsThatThePersonMayNotEditAreLeftOutWithTheReason(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let ids = JSONValue.array([scene.ofAdmin, scene.ofManager, scene.ofRep].map { .string($0.id) })
        let batch = try await scene.rep.batch(["action": "tags", "add": ["hot"], "ids": ids], of: sample.path)
        #expect(batch["total"] == 1 && batch.counts == [1, 0, 0])
        let all = try await scene.manager.batch(["action": "tags", "add": ["warm"], "remove": ["hot"], "all": true], of: sample.path)
        #expect(all["total"] == 2 && all.counts == [2, 0, 0])
        #expect(try await scene.admin.get(scene.address(scene.ofRep)).json["tags"] == ["warm"])
        #expect(try await scene.admin.get(scene.address(scene.ofAdmin)).json["tags"] == [])
    }

    @Test func whoSeesMoreThanTheyMayEditIsToldWhatWasLeftOut() async throws {
        let scene = try await Scene(Sample.all[0])
        // Sees everything as a reader, and edits as a rep what is theirs.
        try await scene.tenant.database.write(
            "update users set roles = array['sales_rep', 'read_only'], access_version = access_version + 1 where email = \(scene.tenant.email(of: .rep))"
        )
        let rep = try await scene.tenant.api(as: .rep)
        let batch = try await rep.batch(["action": "edit", "values": ["source": "Fair"], "all": true])
        #expect(batch["total"] == 3 && batch.counts == [1, 0, 2])
        #expect(batch["skipped"]?[0]?["reason"] == "You can see this contact, but not edit it.")
        #expect(try await scene.admin.get(scene.address(scene.ofAdmin)).json["source"] == .null)
    }

    @Test(arguments: Sample.all)
    func manyAreDeletedAndComeBack(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let batch = try await scene.admin.batch(["action": "delete", "all": true], of: sample.path)
        #expect(batch.counts == [3, 0, 0])
        #expect(try await scene.admin.get(scene.list).ids.isEmpty)
        let ids = JSONValue.array([.string(scene.ofRep.id)])
        #expect(try await scene.admin.batch(["action": "restore", "ids": ids], of: sample.path).counts == [1, 0, 0])
        #expect(try await scene.admin.get(scene.list).ids == [scene.ofRep.id])
        let undone = try await scene.admin.undo(batch)
        #expect(undone.counts == [2, 1, 0])
        #expect(try await scene.admin.get(scene.list).ids.count == 3)
        #expect(try await scene.tenant.events("\(sample.event).restored") == 3)
    }

    @Test func whatIsGivenAwayCanBeTakenBackByWhoGaveIt() async throws {
        let scene = try await Scene(Sample.all[0])
        let manager = try await scene.tenant.id(of: .manager)
        let ids = JSONValue.array([.string(scene.ofRep.id)])
        let away: JSONValue = ["action": "edit", "values": ["owner_id": .string(manager)], "ids": ids]
        expectProblem(try await scene.rep.post("/api/v1/contacts/batches", away), 422, naming: ["owner_id"])
        let rep = try await scene.tenant.id(of: .rep)
        let batch = try await scene.manager.batch([
            "action": "edit", "values": ["owner_id": .string(manager)], "ids": ids,
        ])
        #expect(batch.counts == [1, 0, 0])
        expectProblem(try await scene.rep.get(scene.address(scene.ofRep)), 404)
        #expect(try await scene.manager.undo(batch).counts == [1, 0, 0])
        #expect(try await scene.rep.get(scene.address(scene.ofRep)).json["owner_id"]?.string == rep)
    }

    @Test func whatIsAsAskedForAlreadyWritesNoEvent() async throws {
        let scene = try await Scene(Sample.all[0])
        let same: JSONValue = ["action": "edit", "values": ["first_name": "Ann"], "all": true]
        #expect(try await scene.admin.batch(same).counts == [0, 3, 0])
        #expect(try await scene.tenant.events("contact.updated") == 0)
        #expect(try await scene.admin.get(scene.address(scene.ofRep)).version == 1)
    }

    @Test func rowsThatCannotTakeTheValueAreLeftOut() async throws {
        let scene = try await Scene(Sample.all[1])
        let parent = try await scene.admin.create("companies", ["name": "Parent"])
        let under: JSONValue = ["action": "edit", "values": ["parent_id": .string(parent.id)], "all": true]
        let batch = try await scene.admin.batch(under, of: "companies")
        #expect(batch.counts == [3, 0, 1])
        #expect(batch["skipped"]?[0]?["record_id"]?.string == parent.id)
    }

    @Test func repeatedCallDoesNothingTwice() async throws {
        let scene = try await Scene(Sample.all[0])
        let key = ["Idempotency-Key": "bulk-1"]
        let body: JSONValue = ["action": "tags", "add": ["once"], "all": true]
        let first = try await scene.admin.post("/api/v1/contacts/batches", body, headers: key)
        let second = try await scene.admin.post("/api/v1/contacts/batches", body, headers: key)
        #expect(first.status == 202 && first.json == second.json)
        #expect(try await scene.tenant.events("contact.updated") == 3)
    }

    @Test(arguments: [
        (#"{"action":"explode","all":true}"#, "action"), (#"{"action":"edit","all":true}"#, "values"),
        (#"{"action":"edit","values":{"shoe_size":4},"all":true}"#, "shoe_size"),
        (#"{"action":"edit","values":{"birthday_on":"soon"},"all":true}"#, "birthday_on"),
        (#"{"action":"edit","values":{"company_id":"01890000-0000-7000-8000-000000000000"},"all":true}"#, "company_id"),
        (#"{"action":"tags","all":true}"#, "add"), (#"{"action":"delete"}"#, "ids"), (#"{"action":"delete","ids":["x"]}"#, "ids"),
        (#"{"action":"delete","ids":["01890000-0000-7000-8000-000000000000"]}"#, "ids"),
        (#"{"action":"delete","all":true,"colour":"red"}"#, "colour"), (#"{"action":"delete","all":false}"#, "all"),
    ])
    func wrongCallsAreNamed(body: String, field: String) async throws {
        let scene = try await Scene(Sample.all[0])
        let answer = try await scene.admin.post("/api/v1/contacts/batches", try JSONValue(parsing: body))
        expectProblem(answer, 422, naming: [field])
        #expect(try await scene.admin.get(scene.list).ids.count == 3)
    }

    @Test func everybodyChangesWhatTheirRoleReaches() async throws {
        let scene = try await Scene(Sample.all[0])
        let strangers = try await scene.strangers()
        let body: JSONValue = ["action": "tags", "add": ["x"], "all": true]
        let path = "/api/v1/contacts/batches"
        expectProblem(try await scene.viewer.post(path, body), 403)
        expectProblem(try await strangers.here.post(path, body), 401)
        expectProblem(try await scene.tenant.guest.post(path, body), 401)
        expectWrongVerb(try await scene.admin.delete(path), allows: "POST", "OPTIONS")
        let batch = try await scene.manager.batch(body)
        let address = "/api/v1/batches/\(batch["id"]?.string ?? "")"
        #expect(try await scene.admin.get(address).status == 200)
        for client in [scene.rep, scene.viewer, strangers.elsewhere] {
            expectProblem(try await client.get(address), 404)
            expectProblem(try await client.post("\(address)/reversal", [:]), 404)
        }
        expectProblem(try await scene.tenant.guest.get(address), 401)
        expectProblem(try await scene.admin.get("/api/v1/batches/not-an-id"), 404)
        expectProblem(try await scene.admin.post("/api/v1/batches/\(unknownID)/reversal", [:]), 404)
        expectWrongVerb(try await scene.admin.delete("\(address)/reversal"), allows: "POST", "OPTIONS")
        #expect(try await scene.admin.undo(batch).counts == [2, 0, 0])
    }

    @Test func undoEndsAfterThirtyDays() async throws {
        let scene = try await Scene(Sample.all[0])
        let batch = try await scene.admin.batch(["action": "tags", "add": ["x"], "all": true])
        try await scene.tenant.database.write("update batches set created_at = now() - interval '31 days'")
        try await scene.tenant.site.administer(
            "update \(SQLIdentifier(unchecked: scene.tenant.tenant.schema.description)).events set at = now() - interval '31 days' where batch_id is not null"
        )
        expectProblem(try await scene.admin.post("/api/v1/batches/\(batch["id"]?.string ?? "")/reversal", [:]), 409)
    }
}
