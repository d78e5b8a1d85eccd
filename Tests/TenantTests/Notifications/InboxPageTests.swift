import Foundation
import Platform
import Support
import Testing
import Web

/// The inbox and the bell, as people and programs use them.
struct InboxPageTests {
    @Test func theBellCountsAndOpeningReads() async throws {
        let scene = try await InboxScene()
        let browser = try await scene.tenant.browser(as: .rep)
        #expect(try await browser.get("/").text.contains("aria-label=\"Notifications\""))
        let contact = try await scene.contact("Ringing", ownedBy: .rep)
        let id = try #require(try await scene.inbox(of: scene.rep, count: 1)[0]["id"]?.string)
        try await eventually { try await browser.get("/").text.contains("aria-label=\"Notifications, 1 unread\"") }
        #expect(try await browser.get("/inbox/bell").text.hasPrefix("<a class=\"button quiet icon-only bell\" href=\"/inbox\""))
        #expect(try await browser.get("/inbox/bell").text.contains("aria-label=\"Notifications, 1 unread\""))
        let inbox = try await browser.get("/inbox")
        #expect(inbox.status == 200 && inbox.text.contains("Ada Brandt assigned Ringing to you"))
        #expect(try await browser.send("HEAD", "/inbox/\(id)").status == 303)
        #expect(try await scene.rep.get("/api/v1/notifications/\(id)").json["read"] == false, "asking is not reading")
        let opened = try await browser.get("/inbox/\(id)")
        #expect(opened.status == 303 && opened.location == "/contacts/\(contact.id)")
        #expect(try await browser.get("/").text.contains("aria-label=\"Notifications\""), "at once, not after a minute")
        #expect(try await browser.get("/inbox").text.contains("Nothing new"))
        #expect(try await browser.get("/inbox?view=all").text.contains("Ada Brandt assigned Ringing to you"))
    }

    @Test func linesAreMarkedReadAndUnreadAndAllAtOnce() async throws {
        let scene = try await InboxScene()
        for name in ["First", "Second", "Third"] { try await scene.contact(name, ownedBy: .rep) }
        let lines = try await scene.inbox(of: scene.rep, count: 3)
        let browser = try await scene.tenant.browser(as: .rep)
        let path = "/inbox/\(lines[0]["id"]?.string ?? "")"
        #expect(try await browser.submit("\(path)/reading", from: "/inbox").location == "/inbox")
        _ = try await scene.inbox(of: scene.rep, count: 2, query: "unread=true")
        #expect(try await browser.submit("\(path)/unreading", from: "/inbox?view=all").location == "/inbox?view=all")
        _ = try await scene.inbox(of: scene.rep, count: 3, query: "unread=true")
        #expect(try await browser.submit("/inbox/reading", from: "/inbox").location == "/inbox")
        _ = try await scene.inbox(of: scene.rep, count: 0, query: "unread=true")
        #expect(try await browser.post("/inbox/reading", ["_csrf": try await browser.get("/profile").csrf]).status == 422)
    }

    @Test func whatCameInSinceThePageWasMadeStaysUnread() async throws {
        let scene = try await InboxScene()
        try await scene.contact("Seen", ownedBy: .rep)
        _ = try await scene.inbox(of: scene.rep, count: 1)
        let browser = try await scene.tenant.browser(as: .rep)
        let page = try await browser.get("/inbox")
        try await scene.contact("Later", ownedBy: .rep)
        _ = try await scene.inbox(of: scene.rep, count: 2)
        #expect(try await browser.submit("/inbox/reading", on: page).status == 303)
        #expect(try await scene.inbox(of: scene.rep, count: 1, query: "unread=true")[0]["text"] == "Ada Brandt assigned Later to you")
    }

    @Test func aLongInboxComesPageByPage() async throws {
        let scene = try await InboxScene()
        for number in 0..<7 { try await scene.contact("Person \(number)", ownedBy: .rep) }
        let all = try await scene.inbox(of: scene.rep, count: 7).compactMap { $0["id"]?.string }
        let pages = try await scene.rep.walk("notifications?", limit: 3)
        #expect(pages.map(\.count) == [3, 3, 1] && pages.flatMap(\.self) == all)
        let browser = try await scene.tenant.browser(as: .rep)
        #expect(try await browser.get("/inbox?cursor=made-up").status == 422)
        let other = try await scene.rep.get("/api/v1/notifications?limit=3").json["next_cursor"]?.string ?? ""
        expectProblem(try await scene.admin.get("/api/v1/notifications?cursor=\(other)"), 422, naming: ["cursor"])
    }

    @Test func everybodyHasTheirOwn() async throws {
        let scene = try await InboxScene()
        try await scene.contact("Private", ownedBy: .rep)
        let id = try #require(try await scene.inbox(of: scene.rep, count: 1)[0]["id"]?.string)
        let (manager, stranger) = (try await scene.tenant.api(as: .manager), try await scene.tenant.site.makeTenant().api(as: .admin))
        for client in [scene.admin, manager, stranger] {
            expectProblem(try await client.get("/api/v1/notifications/\(id)"), 404)
            expectProblem(try await client.patch("/api/v1/notifications/\(id)", ["read": true]), 404)
            _ = try await scene.inbox(of: client, count: 0)
        }
        let browser = try await scene.tenant.browser(as: .admin)
        #expect(try await browser.get("/inbox/\(id)").status == 404)
        #expect(try await browser.post("/inbox/\(id)/reading", ["_csrf": try await browser.get("/profile").csrf]).status == 404)
        #expect(try await scene.rep.get("/api/v1/notifications/\(id)").json["read"] == false)
    }

    @Test func programsMarkThem() async throws {
        let scene = try await InboxScene()
        try await scene.contact("By Program", ownedBy: .rep)
        let id = try #require(try await scene.inbox(of: scene.rep, count: 1)[0]["id"]?.string)
        let path = "/api/v1/notifications/\(id)"
        #expect(try await scene.rep.patch(path, ["read": true]).json["read"] == true)
        #expect(try await scene.rep.patch(path, ["read": false]).json["read"] == false)
        expectProblem(try await scene.rep.patch(path, ["read": "yes"]), 422, naming: ["read"])
        expectProblem(try await scene.rep.patch(path, ["kind": "other"]), 422, naming: ["kind"])
        expectProblem(try await scene.rep.get("/api/v1/notifications/\(unknownID)"), 404)
        expectProblem(try await scene.rep.get("/api/v1/notifications/nonsense"), 404)
        #expect(try await scene.rep.post("/api/v1/notifications/reading", [:]).status == 204)
        _ = try await scene.inbox(of: scene.rep, count: 0, query: "unread=true")
        expectWrongVerb(try await scene.rep.delete(path), allows: "GET", "HEAD", "PATCH", "OPTIONS")
    }

    @Test func strangersHaveNone() async throws {
        let tenant = try await SharedTenant.get()
        #expect(try await tenant.guest.get("/inbox").location == "/login?next=/inbox")
        #expect(try await tenant.guest.get("/inbox/bell").status == 303)
        expectProblem(try await tenant.guest.get("/api/v1/notifications"), 401)
        expectProblem(try await tenant.guest.post("/api/v1/notifications/reading", [:]), 401)
        let browser = try await tenant.browser(as: .viewer)
        #expect(try await browser.get("/inbox").text.contains("Nothing new"))
        #expect(try await browser.get("/inbox/nonsense").status == 404)
        expectWrongVerb(
            try await browser.send("PUT", "/inbox/reading", headers: ["Origin": "http://\(tenant.host)"]), allows: "POST", "OPTIONS")
    }
}
