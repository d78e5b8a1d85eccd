import Foundation
import Support
import Testing
import Web

struct AuditTests {
    @Test func eachFilterFindsItsEvents() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.rep.patch(scene.address(scene.ofRep), ["job_title": "Buyer"])
        _ = try await scene.admin.delete(scene.address(scene.ofAdmin))
        let batch = try await scene.admin.batch(["action": "tags", "add": ["x"], "ids": [.string(scene.ofManager.id)]])
        let rep = try await scene.tenant.id(of: .rep)
        let events = { (query: String) in try await scene.admin.get("/api/v1/events?\(query)").json["data"]?.array ?? [] }
        #expect(try await events("actor=\(rep)&type=contact").map { $0["kind"] } == ["contact.updated", "contact.created"])
        #expect(try await events("record=\(scene.ofAdmin.id)").map { $0["kind"] } == ["contact.deleted", "contact.created"])
        #expect(try await events("action=deleted").map { $0["record_id"]?.string } == [scene.ofAdmin.id])
        #expect(try await events("cause=bulk").map { $0["batch_id"] } == [batch["id"]])
        #expect(try await events("id=\(batch["id"]?.string ?? "")").count == 1)
        let today = ISO8601DateFormatter().string(from: scene.tenant.site.platform.now()).prefix(10)
        #expect(try await events("from=\(today)&until=\(today)&type=contact").count == 6)
        #expect(try await events("until=2001-01-01").isEmpty)
        let request = try #require(try await events("action=deleted").first?["request_id"]?.string)
        #expect(try await events("id=\(request)").count == 1)
    }

    @Test func pagesGoOnWhereTheyEnded() async throws {
        let scene = try await Scene(Sample.all[0])
        for number in 0..<7 { _ = try await scene.rep.patch(scene.address(scene.ofRep), ["job_title": .string("Job \(number)")]) }
        for query in ["type=contact&", "record=\(scene.ofRep.id)&"] {
            let pages = try await scene.admin.walk("events?\(query)", limit: 3)
            let all = try await scene.admin.get("/api/v1/events?\(query)limit=100").ids
            #expect(pages.flatMap { $0 } == all && all.count >= 8)
        }
        expectProblem(try await scene.admin.get("/api/v1/events?cursor=made-up"), 422, naming: ["cursor"])
    }

    @Test func onlyAdminsReadTheWholeLogAndOthersWhatTheySee() async throws {
        let scene = try await Scene(Sample.all[0])
        let strangers = try await scene.strangers()
        for client in [scene.manager, scene.rep, scene.viewer] { expectProblem(try await client.get("/api/v1/events"), 403) }
        expectProblem(try await scene.tenant.guest.get("/api/v1/events"), 401)
        let own = "/api/v1/events?type=contact&record="
        #expect(try await scene.rep.get(own + scene.ofRep.id).ids.count == 1)
        expectProblem(try await scene.rep.get(own + scene.ofAdmin.id), 404)
        expectProblem(try await strangers.elsewhere.get("/api/v1/events/\(unknownID)/reversal"), 405)
        #expect(try await strangers.elsewhere.get(own + scene.ofRep.id).ids.isEmpty)
        for wrong in ["actor=me", "from=soon", "until=2026-13-01"] {
            let name = String(wrong.prefix { $0 != "=" })
            expectProblem(try await scene.admin.get("/api/v1/events?\(wrong)"), 422, naming: [name])
        }
        expectWrongVerb(try await scene.admin.post("/api/v1/events", [:]), allows: "GET", "HEAD", "OPTIONS")
    }

    @Test func pagesShowBeforeAndAfterAndTakeChangesBack() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.rep.patch(scene.address(scene.ofRep), ["job_title": "Buyer"])
        _ = try await scene.rep.patch(scene.address(scene.ofRep), ["job_title": "Director"])
        let browser = try await scene.tenant.browser(as: .admin)
        let log = try await browser.get("/settings/audit?type=contact&action=updated")
        #expect(log.status == 200 && log.text.contains("<b><bdi>Buyer</bdi></b>") && log.text.contains("Not sealed yet"))
        let history = try await browser.get("/contacts/\(scene.ofRep.id)/history")
        let undo = try #require(history.forms.first { $0.action.hasPrefix("/events/") })
        let undone = try await browser.post(undo.action, undo.fields)
        #expect(undone.status == 303 && undone.location == "/contacts/\(scene.ofRep.id)/history")
        #expect(try await scene.rep.get(scene.address(scene.ofRep)).json["job_title"] == "Buyer")

        let rep = try await scene.tenant.browser(as: .rep)
        #expect(try await rep.get("/settings/audit").status == 403)
        #expect(try await rep.get("/settings/audit.csv").status == 403)
        #expect(try await rep.get("/contacts/\(scene.ofRep.id)/history").status == 200)
        #expect(try await rep.get("/contacts/\(scene.ofAdmin.id)/history").status == 404)
    }

    @Test func theLogNamesWhatIsNoRecord() async throws {
        let scene = try await Scene(Sample.all[0])
        let team = try await scene.admin.create("teams", ["name": "North <1>"])
        _ = try await scene.admin.delete("/api/v1/teams/\(team.id)")
        try await scene.admin.create("roles", ["label": "Field agent"])
        try await scene.admin.create("tags", ["name": "press"])
        try await scene.admin.create("views", ["record_type": "contact", "name": "Mine, all"])
        try await scene.admin.create("custom_fields", ["record_type": "contact", "type": "text", "label": "Shoe size"])
        let browser = try await scene.tenant.browser(as: .admin)
        _ = try await browser.submit("/settings/calendar", from: "/settings/calendar", ["week_start": "sunday"])
        let log = try await browser.get("/settings/audit").text
        for name in [
            "created the team <b><bdi>North &lt;1&gt;", "deleted the team <b><bdi>North &lt;1&gt;", "created the role <b><bdi>Field agent",
            "created the tag <b><bdi>press", "created the view <b><bdi>Mine, all", "created the field <b><bdi>Shoe size",
            "changed when weeks and years begin",
        ] { #expect(log.contains(name), "\(name)") }
    }

    @Test func exportIsACSVThatNoSpreadsheetRuns() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.rep.patch(scene.address(scene.ofRep), ["job_title": "=1+1"])
        let browser = try await scene.tenant.browser(as: .admin)
        let file = try await browser.get("/settings/audit.csv?type=contact")
        #expect(file.status == 200 && file.header("Content-Disposition")?.contains("audit.csv") == true)
        let rows = file.text.split(separator: "\r\n")
        #expect(rows.count == 5 && rows[0].hasPrefix("Id,At,Actor id"))
        #expect(file.text.contains("contact.updated") && file.text.contains("=1+1"))
        #expect(!rows.contains { $0.contains(",=") || $0.hasPrefix("=") })
        #expect(try await scene.tenant.events("event.exported") == 1)
    }

    @Test func oneEventIsTakenBackUnlessSomebodyChangedItSince() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.rep.patch(scene.address(scene.ofRep), ["job_title": "Buyer", "source": "Fair"])
        _ = try await scene.rep.patch(scene.address(scene.ofRep), ["source": "Web"])
        let log = try await scene.admin.get("/api/v1/events?record=\(scene.ofRep.id)&type=contact").json["data"]?.array ?? []
        let first = "/api/v1/events/\(log[1]["id"]?.string ?? "")/reversal"
        for (client, status) in [(scene.viewer, 403), (try await scene.tenant.outsider(), 404), (scene.tenant.guest, 401)] {
            expectProblem(try await client.post(first, [:]), status)
        }
        expectProblem(try await scene.admin.post("/api/v1/events/\(unknownID)/reversal", [:]), 404)
        expectProblem(try await scene.admin.post("/api/v1/events/not-an-id/reversal", [:]), 404)
        let undone = try await scene.rep.ended(try await scene.rep.post(first, [:]))
        #expect(undone.counts == [1, 0, 0] && undone["skipped"]?[0]?["field"] == "source")
        let record = try await scene.rep.get(scene.address(scene.ofRep)).json
        #expect(record["job_title"] == .null && record["source"] == "Web")
        let again = try await scene.rep.undo(undone)
        #expect(again.counts == [1, 0, 0])
        #expect(try await scene.rep.get(scene.address(scene.ofRep)).json["job_title"] == "Buyer")
    }

    @Test func addressesComeBackWithTheirRows() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.rep.patch(scene.address(scene.ofRep), ["emails": [["address": "first@example.com"]]])
        let batch = try await scene.admin.batch(["action": "edit", "values": ["emails": [["address": "all@example.com"]]], "all": true])
        #expect(batch.counts == [3, 0, 0])
        let count = { (address: String) in
            try await scene.tenant.database.read("select count(*) from contact_emails where address = \(address)").first?.decode(Int.self)
        }
        #expect(try await count("all@example.com") == 3)
        #expect(try await scene.admin.undo(batch).counts == [3, 0, 0])
        #expect(try await count("all@example.com") == 0)
        #expect(try await count("first@example.com") == 1)
        #expect(try await scene.rep.get(scene.address(scene.ofRep)).json["email"] == "first@example.com")
    }
}
