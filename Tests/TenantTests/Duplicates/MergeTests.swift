import Foundation
import Support
import Testing
import Web

@testable import Tenant

struct MergeTests {
    /// Two contacts of one person, with things of their own.
    private struct Pair {
        let scene: Scene
        let keep, lose: TestAnswer

        init() async throws {
            scene = try await Scene(Sample.all[0])
            keep = try await scene.admin.create(
                "contacts",
                [
                    "first_name": "Bob", "last_name": "Smith", "emails": [["address": "bob@x.test", "label": "Work"]], "tags": ["a", "b"],
                    "phone": "+1 555 0100",
                ])
            lose = try await scene.admin.create(
                "contacts",
                [
                    "first_name": "Robert", "last_name": "Smith", "job_title": "Buyer",
                    "emails": [["address": "BOB@x.test", "opted_out": true], ["address": "rob@home.test"]], "tags": ["b", "c"],
                    "do_not_contact": true,
                ])
        }

        func merge(_ client: TestClient? = nil, _ body: JSONValue? = nil) async throws -> TestAnswer {
            try await (client ?? scene.admin).post("\(scene.address(keep))/merge", body ?? ["with": [.string(lose.id)]])
        }
    }

    @Test func mergedRecordHasTheBestOfBoth() async throws {
        let pair = try await Pair()
        let merged = try await pair.merge()
        #expect(merged.status == 200 && merged.id == pair.keep.id && merged.header("ETag") == "\"v2\"")
        #expect(merged.json["first_name"] == "Robert" && merged.json["job_title"] == "Buyer" && merged.json["do_not_contact"] == true)
        #expect(merged.json["tags"] == ["a", "b", "c"] && merged.json["email"] == "bob@x.test" && merged.json["phone"] == "+1 555 0100")
        let emails = merged.json["emails"]?.array ?? []
        #expect(emails.map { $0["address"] } == ["bob@x.test", "rob@home.test"])
        #expect(emails.first?["opted_out"] == true && emails.first?["label"] == "Work" && emails.first?["primary"] == true)
        #expect(emails.last?["primary"] == false)
        #expect(try await pair.scene.tenant.events("contact.merged") == 1)
        #expect(
            try await pair.scene.tenant.database.read("select count(distinct batch_id) from events where batch_id is not null").first?
                .decode(Int.self) == 1)
    }

    @Test func aChoiceOutweighsWhatIsNewer() async throws {
        let pair = try await Pair()
        let merged = try await pair.merge(nil, ["with": [.string(pair.lose.id)], "fields": ["first_name": .string(pair.keep.id)]])
        #expect(merged.json["first_name"] == "Bob" && merged.json["job_title"] == "Buyer")
    }

    @Test func oldIdLeadsToTheRecordThatStayed() async throws {
        let pair = try await Pair()
        _ = try await pair.merge()
        let answer = try await pair.scene.admin.get(pair.scene.address(pair.lose))
        #expect(answer.status == 200 && answer.id == pair.keep.id)
        #expect(answer.header("Content-Location") == "/api/v1/contacts/\(pair.keep.id)")
        let page = try await pair.scene.tenant.browser(as: .admin).get("/contacts/\(pair.lose.id)")
        #expect(page.status == 302 && page.location == "/contacts/\(pair.keep.id)")
        expectProblem(try await pair.scene.rep.get(pair.scene.address(pair.lose)), 404)
        expectProblem(try await pair.scene.admin.patch(pair.scene.address(pair.lose), ["source": "x"]), 404)
        expectProblem(try await pair.scene.admin.post("\(pair.scene.address(pair.lose))/restoration", [:]), 404)
        let timeline = try await pair.scene.tenant.browser(as: .admin).get("/contacts/\(pair.keep.id)")
        #expect(timeline.text.contains("Take apart"))
    }

    @Test func whateverPointsAtACompanyMovesAndComesBack() async throws {
        let scene = try await Scene(Sample.all[1])
        let keep = try await scene.admin.create("companies", ["name": "Acme"])
        let lose = try await scene.admin.create("companies", ["name": "Acme Inc", "domain": "acme.test", "parent_id": .string(keep.id)])
        let child = try await scene.admin.create("companies", ["name": "Acme Kids", "parent_id": .string(lose.id)])
        let person = try await scene.admin.create("contacts", ["last_name": "Lee", "company_id": .string(lose.id)])
        let merged = try await scene.admin.post("\(scene.address(keep))/merge", ["with": [.string(lose.id)]])
        #expect(merged.status == 200 && merged.json["domain"] == "acme.test" && merged.json["parent_id"] == .null)
        #expect(try await scene.admin.get("/api/v1/contacts/\(person.id)").json["company_id"] == .string(keep.id))
        #expect(try await scene.admin.get(scene.address(child)).json["parent_id"] == .string(keep.id))
        let mergeID = try #require(merged.header("Merge-Id"))
        let apart = try await scene.admin.post("/api/v1/merges/\(mergeID)/reversal", [:])
        #expect(apart.status == 200 && apart.json["restored"] == [.string(lose.id)] && apart.json["kept"] == [])
        #expect(try await scene.admin.get("/api/v1/contacts/\(person.id)").json["company_id"] == .string(lose.id))
        #expect(try await scene.admin.get(scene.address(child)).json["parent_id"] == .string(lose.id))
        #expect(try await scene.admin.get(scene.address(lose)).json["parent_id"] == .string(keep.id))
        expectProblem(try await scene.admin.post("/api/v1/merges/\(mergeID)/reversal", [:]), 409)
    }

    @Test func parentOfAParentMakesNoRing() async throws {
        let scene = try await Scene(Sample.all[1])
        let lose = try await scene.admin.create("companies", ["name": "Top"])
        let middle = try await scene.admin.create("companies", ["name": "Middle", "parent_id": .string(lose.id)])
        let keep = try await scene.admin.create("companies", ["name": "Top Ltd", "parent_id": .string(middle.id)])
        let merged = try await scene.admin.post("\(scene.address(keep))/merge", ["with": [.string(lose.id)]])
        #expect(merged.status == 200 && merged.json["parent_id"] == .null)
        #expect(try await scene.admin.get(scene.address(middle)).json["parent_id"] == .string(keep.id))
        let apart = try await scene.admin.post("/api/v1/merges/\(merged.header("Merge-Id") ?? "")/reversal", [:])
        #expect(apart.status == 200)
        #expect(try await scene.admin.get(scene.address(keep)).json["parent_id"] == .string(middle.id))
        #expect(try await scene.admin.get(scene.address(middle)).json["parent_id"] == .string(lose.id))
    }

    @Test func editsSinceTheMergeStayAndAreNamed() async throws {
        let pair = try await Pair()
        let merge = try await pair.merge().header("Merge-Id") ?? ""
        let address = pair.scene.address(pair.keep)
        _ = try await pair.scene.admin.patch(
            address, ["job_title": "Boss", "tags": ["a", "c", "d"], "source": "Fair"])
        let apart = try await pair.scene.admin.post("/api/v1/merges/\(merge)/reversal", [:])
        #expect(Set(apart.json["kept"]?.array ?? []) == ["job_title", "tags"])
        let keep = try await pair.scene.admin.get(address).json
        #expect(keep["job_title"] == "Boss" && keep["tags"] == ["a", "d"] && keep["source"] == "Fair" && keep["first_name"] == "Bob")
        #expect(keep["emails"]?.array?.count == 1 && keep["do_not_contact"] == false)
        let lost = try await pair.scene.admin.get(pair.scene.address(pair.lose))
        #expect(lost.id == pair.lose.id && lost.json["tags"] == ["b", "c"] && lost.json["emails"] == pair.lose.json["emails"])
    }

    @Test func whatAnotherRecordHasNowComesBackToNobody() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.define(.text, "Badge", more: ["unique": true])
        let keep = try await admin.create("contacts", ["last_name": "Smith"])
        let lose = try await admin.create("contacts", ["last_name": "Smith", "custom": ["badge": "B-1"]])
        let merged = try await admin.post("/api/v1/contacts/\(keep.id)/merge", ["with": [.string(lose.id)]])
        let reversal = "/api/v1/merges/\(merged.header("Merge-Id") ?? "")/reversal"
        _ = try await admin.patch("/api/v1/contacts/\(keep.id)", ["custom": ["badge": .null]])
        let other = try await admin.create("contacts", ["last_name": "Other", "custom": ["badge": "B-1"]])
        expectProblem(try await admin.post(reversal, [:]), 409)
        #expect(Set(try await admin.get("/api/v1/contacts").ids) == [keep.id, other.id])
        _ = try await admin.patch("/api/v1/contacts/\(other.id)", ["custom": ["badge": "B-3"]])
        #expect(try await admin.post(reversal, [:]).status == 200)
        #expect(try await admin.get("/api/v1/contacts/\(lose.id)").json["custom"]?["badge"] == "B-1")
    }

    @Test func whoeverMayNotEditAndDeleteMayNotMerge() async throws {
        let pair = try await Pair()
        let (scene, body) = (pair.scene, JSONValue.object(["with": [.string(pair.lose.id)]]))
        expectProblem(try await pair.merge(scene.viewer), 403)
        expectProblem(try await pair.merge(scene.rep), 404)
        expectProblem(try await pair.merge(scene.manager), 404)
        expectProblem(try await pair.merge(scene.tenant.guest), 401)
        let strangers = try await scene.strangers()
        expectProblem(try await pair.merge(strangers.elsewhere), 404)
        expectProblem(try await pair.merge(strangers.here), 401)
        expectProblem(try await scene.admin.post("/api/v1/contacts/none/merge", body), 404)
        // What one does not see cannot be merged into what one does.
        expectProblem(try await scene.rep.post("\(scene.address(scene.ofRep))/merge", body), 422, naming: ["with"])
        expectWrongVerb(try await scene.admin.get("\(scene.address(pair.keep))/merge"), allows: "POST", "OPTIONS")
    }

    @Test func nonsenseIsRefusedAndMergesNothing() async throws {
        let pair = try await Pair()
        for (body, fields) in [
            ([:], ["with"]), (["with": []], ["with"]), (["with": ["x"]], ["with"]), (["with": [.string(unknownID)]], ["with"]),
            (["with": [.string(pair.keep.id)]], ["with"]), (["with": [.string(pair.lose.id), .string(pair.lose.id)]], ["with"]),
            (["with": [.string(pair.lose.id)], "fields": ["shoe": .string(pair.keep.id)]], ["fields[shoe]"]),
            (["with": [.string(pair.lose.id)], "fields": ["first_name": .string(unknownID)]], ["fields[first_name]"]),
            (["with": [.string(pair.lose.id)], "fields": ["first_name": 1]], ["fields[first_name]"]),
            (["with": [.string(pair.lose.id)], "extra": 1], ["extra"]),
        ] as [(JSONValue, [String])] {
            expectProblem(try await pair.merge(nil, body), 422, naming: fields)
        }
        expectProblem(try await pair.merge(nil, [1]), 400)
        #expect(try await pair.scene.admin.get(pair.scene.address(pair.lose)).json == pair.lose.json)
        #expect(try await pair.scene.tenant.events("contact.merged") == 0)
    }

    @Test func ofManyMergesOfOnePairOneHappens() async throws {
        let pair = try await Pair()
        let (scene, keep, lose) = (pair.scene, pair.keep, pair.lose)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                let (winner, loser) = number % 2 == 0 ? (keep, lose) : (lose, keep)
                group.addTask {
                    try await scene.admin.post("\(scene.address(winner))/merge", ["with": [.string(loser.id)]]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.allSatisfy { [200, 404, 422].contains($0) })
        #expect(try await scene.tenant.database.read("select count(*) from merges").first?.decode(Int.self) == 1)
        #expect(try await scene.tenant.database.read("select count(*) from merged_records").first?.decode(Int.self) == 1)
    }

    @Test func anEditIsPartOfTheMergeOrRefused() async throws {
        let pair = try await Pair()
        let (scene, keep, lose) = (pair.scene, pair.keep, pair.lose)
        async let edits = withThrowingTaskGroup(of: (Int, Int).self) { group in
            for number in 0..<10 {
                group.addTask { (number, try await scene.admin.patch(scene.address(lose), ["source": .string("edit \(number)")]).status) }
            }
            return try await group.reduce(into: [(Int, Int)]()) { $0.append($1) }
        }
        async let merging = scene.admin.post("\(scene.address(keep))/merge", ["with": [.string(lose.id)]])
        let (merged, answers) = try await (merging, edits)
        #expect(merged.status == 200)
        let saved = answers.filter { $0.1 == 200 }.map { "edit \($0.0)" }
        #expect(answers.allSatisfy { [200, 404].contains($0.1) })
        let source = try await scene.admin.get(scene.address(keep)).json["source"]?.string
        #expect(saved.isEmpty ? source == nil : source.map { saved.contains($0) } == true)
    }
}
