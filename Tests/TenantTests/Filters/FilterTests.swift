import Foundation
import Postgres
import Support
import Testing
import Web

@testable import Tenant

struct FilterTests {
    @Test func meIsWhoeverAsksAndMyTeamWhomTheyLead() async throws {
        let scene = try await Scene(Sample.all[0])
        #expect(try await scene.admin.get("\(scene.list)?filter[owner_id][eq]=me").ids == [scene.ofAdmin.id])
        #expect(try await scene.manager.get("\(scene.list)?filter[owner_id][eq]=me").ids == [scene.ofManager.id])
        #expect(try await Set(scene.manager.get("\(scene.list)?filter[owner_id][in]=my_team").ids) == [scene.ofManager.id, scene.ofRep.id])
        #expect(try await scene.manager.get("\(scene.list)?filter[owner_id][neq]=me").ids == [scene.ofRep.id])
        #expect(try await scene.viewer.get("\(scene.list)?filter[owner_id][eq]=me").ids.isEmpty)
    }

    @Test func filterNeverWidensWhatOneMaySee() async throws {
        let scene = try await Scene(Sample.all[0])
        let tree = "{\"or\":[{\"field\":\"last_name\",\"op\":\"nempty\"},{\"not\":{\"field\":\"last_name\",\"op\":\"nempty\"}}]}"
        let answer = try await scene.rep.get("\(scene.list)?total=true&filter=\(tree.escaped)")
        #expect(answer.ids == [scene.ofRep.id] && answer.json["total"]?.int == 1)
        let admin = try await scene.tenant.id(of: .admin)
        #expect(try await scene.rep.get("\(scene.list)?filter[owner_id][eq]=\(admin)").ids.isEmpty)
    }

    @Test func severalFiltersAndTheTreeHoldTogether() async throws {
        let scene = try await Scene(Sample.all[0])
        let tree = "{\"field\":\"owner_id\",\"op\":\"neq\",\"value\":\"me\"}".escaped
        let path = "\(scene.list)?filter[last_name][ends]=SON&filter[last_name][ncontains]=manager&filter=\(tree)"
        #expect(try await scene.admin.get(path).ids == [scene.ofRep.id])
    }

    @Test func filterThatAsksTooMuchIsRefused() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let leaf = "{\"field\":\"last_name\",\"op\":\"empty\"}"
        let deep = String(repeating: "{\"not\":", count: 12) + leaf + String(repeating: "}", count: 12)
        let wide = "{\"or\":[" + Array(repeating: leaf, count: 60).joined(separator: ",") + "]}"
        for tree in [deep, wide] {
            expectProblem(try await admin.get("/api/v1/contacts?filter=\(tree.escaped)"), 422, naming: ["filter"])
        }
        let many = (0..<201).map { "v\($0)" }.joined(separator: ",")
        let answer = try await admin.get("/api/v1/contacts?filter[last_name][in]=\(many)")
        #expect(answer.status == 422)
    }

    @Test(arguments: ["last_name", "lifecycle_stage", "tags", "owner_id"])
    func listWithoutValuesIsSaidToBeSo(field: String) async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let written = try await admin.get("/api/v1/contacts?filter[\(field)][in]=")
        expectProblem(written, 422, naming: ["filter[\(field)][in]"])
        #expect(written.json["detail"]?.string?.contains("one value or more") == true)
        let tree = "{\"field\":\"\(field)\",\"op\":\"nin\",\"value\":[]}".escaped
        let asTree = try await admin.get("/api/v1/contacts?filter=\(tree)")
        expectProblem(asTree, 422, naming: ["filter"])
        #expect(asTree.json["detail"]?.string?.contains("one value or more") == true)
    }

    @Test func daysAreCountedFromTheClockOfWhoeverAsks() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let contact = try await admin.create("contacts", ["last_name": "New", "birthday_on": "2001-02-03"])
        let today = Filter.condition(FilterCondition(field: "birthday_on", comparison: .within, values: ["today"]))
        for (day, ids) in [("2001-02-03T12:00:00Z", [contact.id]), ("2001-02-04T12:00:00Z", [])] {
            var query = RecordQuery(Contact.recordType, viewer: .system)
            query.narrow(to: today, at: try #require(Instant.parse(day)))
            let rows = try await tenant.database.read(try query.page())
            #expect(try rows.map { try $0[0].decode(UUID.self).uuidString.lowercased() } == ids)
        }
    }

    @Test func commaIsPartOfAValueWhereABackslashSaysSo() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let both = try await admin.create("contacts", ["last_name": "Miller, Ann"])
        let one = try await admin.create("contacts", ["last_name": "Miller"])
        let list = "/api/v1/contacts?filter[last_name][in]="
        #expect(try await admin.get(list + "Miller%5C%2C%20Ann").ids == [both.id])
        #expect(try await Set(admin.get(list + "Miller,Miller%5C%2C%20Ann").ids) == [one.id, both.id])
        #expect(try await admin.get(list + "Miller,%20Ann").ids == [one.id])
        let tree = "{\"field\":\"last_name\",\"op\":\"in\",\"value\":[\"Miller, Ann\"]}"
        #expect(try await admin.get("/api/v1/contacts?filter=\(tree.escaped)").ids == [both.id])
        let page = try await tenant.browser(as: .admin).get("/contacts?filter[last_name][in]=Miller%5C%2C%20Ann")
        #expect(page.text.contains("%5C%2C"), "links keep it")
        let typed = try await tenant.browser(as: .admin).get("/contacts?field=last_name&op=in&value=Miller,Nobody")
        #expect(typed.status == 200 && typed.text.contains(one.id) && !typed.text.contains(both.id))
    }

    @Test func wordsOfTheFilterLanguageNeverBecomeSQL() async throws {
        let scene = try await Scene(Sample.all[0])
        for text in ["' or 1=1 --", "'; drop table contacts; --", "%' or 'x'='x", "$1", "\\", "\\'"] {
            for op in ["eq", "contains", "starts", "in"] {
                let answer = try await scene.admin.get("\(scene.list)?filter[last_name][\(op)]=\(text.escaped)")
                #expect(answer.status == 200 && answer.ids.isEmpty, "\(op) \(text)")
            }
        }
        #expect(try await scene.admin.get(scene.list).ids.count == 3)
    }

    @Test func todayIsTheViewersToday() async throws {
        let scene = try await Scene(Sample.all[0])
        // Never the same date: these two places are 26 hours apart.
        for (member, zone) in [(Cast.admin, "Pacific/Kiritimati"), (.viewer, "Etc/GMT+12")] {
            try await scene.tenant.database.write(
                "update users set timezone = \(zone), access_version = access_version + 1 where email = \(scene.tenant.email(of: member))")
        }
        let kiritimati = try #require(TimeZone(identifier: "Pacific/Kiritimati"))
        let today = CalendarDate(Date(), in: kiritimati).description
        _ = try await scene.admin.patch(scene.address(scene.ofAdmin), ["birthday_on": .string(today)])
        #expect(try await scene.admin.get("\(scene.list)?filter[birthday_on][within]=today").ids == [scene.ofAdmin.id])
        #expect(try await scene.viewer.get("\(scene.list)?filter[birthday_on][within]=today").ids.isEmpty)
        #expect(try await scene.viewer.get("\(scene.list)?filter[birthday_on][within]=next_7_days").ids == [scene.ofAdmin.id])
        #expect(try await scene.viewer.get("\(scene.list)?filter[created_at][within]=today").ids.count == 3)
        #expect(try await scene.admin.get("\(scene.list)?filter[created_at][eq]=\(today)").ids.count == 3)
        #expect(try await scene.viewer.get("\(scene.list)?filter[created_at][lt]=\(today)").ids.count == 3)
    }

    @Test func instantIsComparedToTheMicrosecond() async throws {
        let scene = try await Scene(Sample.all[0])
        let at = "2026-03-01T12:00:00.250Z"
        try await scene.tenant.database.write("update contacts set created_at = '2026-03-01 12:00:00.25Z' where last_name = 'Repson'")
        for (op, isFound) in [
            ("eq", true), ("gte", true), ("lte", true), ("gt", false), ("lt", false), ("before", false), ("after", false),
        ] {
            let ids = try await scene.admin.get("\(scene.list)?filter[created_at][\(op)]=\(at)").ids
            #expect(ids.contains(scene.ofRep.id) == isFound, "\(op)")
        }
    }
}
