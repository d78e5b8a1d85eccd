import Foundation
import Platform
import Support
import Testing
import Web

@testable import Platform
@testable import Tenant

/// Who is told of what.
struct NotificationTests {
    @Test func whoIsGivenARecordIsTold() async throws {
        let scene = try await InboxScene()
        let contact = try await scene.contact("Given", ownedBy: .rep)
        let line = try #require(try await scene.inbox(of: scene.rep, count: 1).first)
        #expect(line["kind"] == "assigned" && line["record_id"]?.string == contact.id && line["record_type"] == "contact")
        #expect(line["text"]?.string == "Ada Brandt assigned Given to you" && line["read"] == false && line["count"] == 1)
        let admin = try await scene.tenant.id(of: .admin)
        #expect(line["actor_id"]?.string == admin)
    }

    @Test func nobodyIsToldOfTheirOwnDoing() async throws {
        let scene = try await InboxScene()
        try await scene.rep.create("contacts", ["last_name": "Mine"])
        try await scene.settle()
        _ = try await scene.inbox(of: scene.rep, count: 0)
        _ = try await scene.inbox(of: scene.admin, count: 0)
    }

    @Test func whoIsMentionedIsToldUnlessTheyCannotSeeTheRecord() async throws {
        let scene = try await InboxScene()
        let (theirs, hidden) = (try await scene.contact("Theirs", ownedBy: .viewer), try await scene.contact("Hidden", ownedBy: .admin))
        try await scene.comment(on: hidden, naming: [.rep, .viewer, .admin])
        try await scene.comment(on: theirs, naming: [.rep])
        let viewer = try await scene.tenant.api(as: .viewer)
        let told = try await scene.inbox(of: viewer, count: 2)
        #expect(told.map { $0["text"]?.string } == ["Ada Brandt mentioned you on Hidden", "Ada Brandt assigned Theirs to you"])
        try await scene.settle()
        _ = try await scene.inbox(of: scene.rep, count: 0)
        _ = try await scene.inbox(of: scene.admin, count: 0)
    }

    @Test func whatOneMayNotSeeAnyMoreIsShownNowhere() async throws {
        let scene = try await InboxScene()
        let contact = try await scene.contact("Taken Away", ownedBy: .rep)
        let id = try #require(try await scene.inbox(of: scene.rep, count: 1).first?["id"]?.string)
        let browser = try await scene.tenant.browser(as: .rep)
        #expect(try await browser.get("/inbox").text.contains("Taken Away"))
        let change: JSONValue = ["owner_id": .string(try await scene.tenant.id(of: .admin))]
        #expect(try await scene.admin.patch("/api/v1/contacts/\(contact.id)", change).status == 200)
        _ = try await scene.inbox(of: scene.rep, count: 0)
        expectProblem(try await scene.rep.get("/api/v1/notifications/\(id)"), 404)
        #expect(try await browser.get("/inbox/\(id)").status == 404)
        #expect(try await !browser.get("/inbox?view=all").text.contains("Taken Away"))
        let bell = try await browser.get("/inbox/bell")
        #expect(bell.status == 200 && !bell.text.contains("Taken Away"))
    }

    @Test func theSameWithinAnHourIsOneLine() async throws {
        let scene = try await InboxScene()
        let contact = try await scene.contact("Busy", ownedBy: .rep)
        _ = try await scene.inbox(of: scene.rep, count: 1)
        for _ in 0..<3 { try await scene.comment(on: contact, naming: [.rep]) }
        try await eventually {
            let lines = try await scene.inbox(of: scene.rep, count: 2)
            return lines[0]["count"] == 3 && lines[0]["text"] == "Ada Brandt mentioned you on Busy, 3 times"
        }
        try await scene.tenant.database.write("update notifications set at = at - interval '61 minutes'")
        try await scene.comment(on: contact, naming: [.rep])
        #expect(try await scene.inbox(of: scene.rep, count: 3).map { $0["count"]?.int } == [1, 3, 1])
    }

    @Test func whatHappensToManyRecordsAtOnceIsOneLine() async throws {
        let scene = try await InboxScene()
        let (batch, rep) = (UUID.v7(), try await scene.tenant.id(of: .rep))
        let contacts = [try await scene.contact("One", ownedBy: .admin), try await scene.contact("Two", ownedBy: .admin)]
        for contact in contacts {
            let id = try #require(UUID(uuidString: contact.id))
            try await scene.tenant.database.write("update contacts set owner_id = \(UUID(uuidString: rep)) where id = \(id)")
        }
        for contact in contacts { try await scene.log("contact.updated", contact, ["owner_id": .string(rep)], batch: batch) }
        try await eventually {
            let lines = try await scene.inbox(of: scene.rep, count: 1)
            return lines[0]["count"] == 2 && lines[0]["text"] == "Ada Brandt assigned Two and 1 other to you"
        }
        let id = try #require(try await scene.inbox(of: scene.rep, count: 1)[0]["id"]?.string)
        #expect(try await scene.tenant.browser(as: .rep).get("/inbox/\(id)").location == "/contacts?view=mine")
    }

    @Test func whoOwnedADeletedRecordIsToldAndFindsItInTheTrash() async throws {
        let scene = try await InboxScene()
        let contact = try await scene.contact("Gone", ownedBy: .rep)
        #expect(try await scene.admin.delete("/api/v1/contacts/\(contact.id)").status == 204)
        let lines = try await scene.inbox(of: scene.rep, count: 2)
        let line = try #require(lines.first { $0["kind"] == "deleted" })
        #expect(line["text"]?.string == "Ada Brandt deleted Gone")
        let opened = try await scene.tenant.browser(as: .rep).get("/inbox/\(line["id"]?.string ?? "")")
        #expect(opened.location == "/contacts/\(contact.id)?trash=true")
    }

    @Test func whomARecordIsSharedWithIsTold() async throws {
        let scene = try await InboxScene()
        let contact = try await scene.contact("Common", ownedBy: .admin)
        let viewer = try await scene.tenant.api(as: .viewer)
        try await scene.log("share.created", contact, ["user_id": .string(try await scene.tenant.id(of: .viewer)), "access": "view"])
        #expect(try await scene.inbox(of: viewer, count: 1)[0]["text"]?.string == "Ada Brandt shared Common with you")
    }

    @Test func whoHasWrittenInAThreadIsToldOfAnswers() async throws {
        let scene = try await InboxScene()
        let contact = try await scene.contact("Debated", ownedBy: .rep)
        let comments = "/api/v1/contacts/\(contact.id)/comments"
        let first = try await scene.rep.post(comments, ["body": "What do we offer?"])
        #expect(first.status == 201, "\(first.text)")
        for answer in ["Ten.", "Or eleven."] {
            #expect(try await scene.admin.post(comments, ["body": .string(answer), "parent_id": .string(first.id)]).status == 201)
        }
        try await eventually {
            let lines = try await scene.inbox(of: scene.rep, count: 2)
            return lines[0]["text"] == "2 new answers on Debated, the last by Ada Brandt"
        }
        try await scene.settle()
        _ = try await scene.inbox(of: scene.admin, count: 0)
    }

    @Test func aChangeOfManyRecordsThatHasEndedIsToldToWhoStartedIt() async throws {
        let scene = try await InboxScene()
        try await scene.tenant.fill(60)
        let edit: JSONValue = ["job_title": "Changed"]
        let answer = try await scene.admin.post("/api/v1/contacts/batches", ["action": "edit", "all": true, "values": edit])
        #expect(answer.status == 202, "\(answer.text)")
        let line = try #require(try await scene.inbox(of: scene.admin, count: 1).first)
        #expect(line["kind"] == "batch_done" && line["text"] == "Your change of 60 records has ended")
        let opened = try await scene.tenant.browser(as: .admin).get("/inbox/\(line["id"]?.string ?? "")")
        #expect(opened.location == "/batches/\(answer.id)")
    }

    @Test func anImportThatHasEndedIsToldToWhoStartedIt() async throws {
        let scene = try await InboxScene()
        let csv = "last_name,email\nImported,imported@example.com\n"
        let body =
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n\(csv)\r\n--x\r\n"
            + "Content-Disposition: form-data; name=\"record_type\"\r\n\r\ncontact\r\n--x--\r\n"
        let answer = try await scene.admin.send(
            "POST", "/api/v1/imports", body: Array(body.utf8), headers: ["Content-Type": "multipart/form-data; boundary=x"])
        #expect(answer.status == 202, "\(answer.text)")
        let line = try #require(try await scene.inbox(of: scene.admin, count: 1).first)
        #expect(line["kind"] == "imported" && line["text"] == "Your import of people.csv has ended")
        let opened = try await scene.tenant.browser(as: .admin).get("/inbox/\(line["id"]?.string ?? "")")
        #expect(opened.location == "/imports/\(answer.id)")
    }

    @Test func openPagesOfThatPersonAloneHearOfIt() async throws {
        let scene = try await InboxScene()
        var (rep, manager) = (
            try await scene.tenant.browser(as: .rep).listen("/live"), try await scene.tenant.browser(as: .manager).listen("/live")
        )
        (_, _) = (try await rep.next(), try await manager.next())
        try await scene.contact("Live", ownedBy: .rep)
        let heard = try #require(try await rep.news())
        #expect(heard.contains("data: inbox="))
        scene.tenant.site.platform.live.beat()
        #expect(try await manager.next()?.contains("inbox") == false)
    }

    @Test func whoComesBackHearsThatSomethingCameIn() async throws {
        let scene = try await InboxScene()
        let before = Date().addingTimeInterval(-3_600).liveTime
        try await scene.contact("Earlier", ownedBy: .rep)
        _ = try await scene.inbox(of: scene.rep, count: 1)
        var stream = try await scene.tenant.browser(as: .rep).listen("/live?since=\(before)")
        _ = try await stream.next()
        #expect(try await stream.news()?.contains("inbox=") == true)
    }
}
