import Foundation
import Platform
import Support
import Testing
import Web

@testable import Platform

struct LiveTests {
    @Test func aChangeIsToldWithinMomentsButNotWhatItWas() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        var stream = try await tenant.browser(as: .viewer).listen("/live")
        #expect(stream.status == 200 && stream.headers.first(name: "Content-Type") == "text/event-stream; charset=utf-8")
        #expect(stream.headers.first(name: "Cache-Control") == "no-store" && stream.headers.first(name: "Content-Encoding") == nil)
        #expect(try await stream.next() == "retry: 2000")
        let before = Date().liveTime
        let contact = try await tenant.api(as: .manager).post("/api/v1/contacts", ["last_name": "Quietly"])
        let event = try #require(try await stream.news())
        let match = try #require(event.wholeMatch(of: #/event: changed\nid: (\d+)\ndata: contact=(\d+)/#))
        let time = try #require(LiveTime(match.1))
        #expect(match.1 == match.2 && time >= before)
        #expect(!event.contains(contact.id) && !event.contains("Quietly"))
    }

    @Test func whoComesBackHearsWhatWasMissed() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (browser, api) = (try await tenant.browser(as: .viewer), try await tenant.api(as: .admin))
        let before = Date().liveTime - 1
        _ = try await api.post("/api/v1/contacts", ["last_name": "Missed"])
        var late = try await browser.listen("/live?since=\(before)")
        _ = try await late.next()
        let event = try #require(try await late.news())
        #expect(event.contains("contact="))
        let id = try #require(event.firstMatch(of: #/id: (\d+)/#)).1
        // Nothing is new to this one, so that it waits for what comes next.
        var again = try await browser.listen("/live?since=\(before)", headers: ["Last-Event-ID": String(id)])
        _ = try await again.next()
        _ = try await api.post("/api/v1/companies", ["name": "Fresh"])
        #expect(try await again.news()?.contains("company=") == true)
    }

    @Test func aPageOlderThanTheServerIsAnsweredFromTheLog() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        _ = try await tenant.api(as: .admin).post("/api/v1/contacts", ["last_name": "Old"])
        var stream = try await tenant.browser(as: .viewer).listen("/live?since=\(Date().liveTime - 3_600_000)")
        _ = try await stream.next()
        let event = try #require(try await stream.news())
        #expect(event.contains("contact=") && !event.contains("user="), "who signs in is nobody's business")
    }

    @Test func nobodyHearsAnotherTenant() async throws {
        let (one, other) = (try await TestSite.shared().makeTenant(), try await TestSite.shared().makeTenant())
        var stream = try await one.browser(as: .admin).listen("/live")
        _ = try await stream.next()
        _ = try await other.api(as: .admin).post("/api/v1/companies", ["name": "Theirs"])
        _ = try await one.api(as: .admin).post("/api/v1/contacts", ["last_name": "Ours"])
        let event = try #require(try await stream.news())
        #expect(event.contains("contact=") && !event.contains("company="))
    }

    @Test func whoSeesOnlySomeRecordsIsNotToldOfOthers() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        var (rep, viewer) = (try await tenant.browser(as: .rep).listen("/live"), try await tenant.browser(as: .viewer).listen("/live"))
        (_, _) = (try await rep.next(), try await viewer.next())
        _ = try await tenant.api(as: .admin).post("/api/v1/contacts", ["last_name": "Not Theirs"])
        #expect(try await viewer.news()?.contains("contact=") == true)
        tenant.site.platform.live.beat()
        #expect(try await rep.next()?.contains("contact=") == false)
    }

    @Test func strangersHearNothing() async throws {
        let tenant = try await SharedTenant.get()
        #expect(try await tenant.guest.get("/live").status == 303)
        #expect(try await tenant.guest.get("/live", headers: ["Accept": "application/json"]).status == 401)
        #expect(try await tenant.guest.get("/live", headers: ["Accept": "text/event-stream"]).status == 204)
        #expect(try await tenant.api(as: .admin).get("/live").status == 303, "a token opens the API, not pages")
        let browser = try await tenant.browser(as: .viewer)
        expectWrongVerb(
            try await browser.send("PUT", "/live", headers: ["Origin": "http://\(tenant.host)"]), allows: "GET", "HEAD", "OPTIONS")
        #expect(try await browser.send("HEAD", "/live").status == 200)
    }

    @Test func aSessionThatIsOverHearsNothingMore() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        var stream = try await browser.listen("/live")
        _ = try await stream.next()
        try await tenant.database.write("update sessions set revoked_at = now()")
        tenant.site.platform.live.beat()
        var last: String?
        while let block = try await stream.next() { last = block }
        #expect(last == nil || last == ":", "nothing but a beat that was on its way")
        #expect(try await browser.get("/live").status == 303)
    }

    @Test func whoIsShutOutHearsNothingMoreAtOnce() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        var stream = try await tenant.browser(as: .rep).listen("/live")
        _ = try await stream.next()
        let (admin, rep) = (try await tenant.browser(as: .admin), try await tenant.id(of: .rep))
        let page = try await admin.get("/settings/users/\(rep)")
        let form = try #require(
            page.forms.first { $0.action.contains(rep) && $0.fields.keys.contains("active") }, "\(page.forms.map(\.action))")
        let fields = form.fields.filter { $0.key != "active" }
        #expect(try await admin.post(form.action, fields).status == 303)
        while let block = try await stream.next() { #expect(block == ":") }
    }

    @Test func aBrowserThatLeavesIsForgotten() async throws {
        let site = try await TestSite()
        let browser = try await site.makeTenant().browser(as: .rep)
        for _ in 0..<3 {
            var stream = try await browser.listen("/live")
            #expect(try await stream.next() == "retry: 2000")
            #expect(site.platform.live.count >= 1)
        }
        try await eventually { site.platform.live.count == 0 }
        await site.stop()
    }

    @Test func streamsEndFirstWhenTheServerStops() async throws {
        let site = try await TestSite()
        let tenant = try await site.makeTenant()
        let browser = try await tenant.browser(as: .rep)
        var stream = try await browser.listen("/live")
        _ = try await stream.next()
        site.platform.live.close()
        #expect(try await stream.news() == nil)
        #expect(try await browser.get("/live").status == 503)
        #expect(try await tenant.guest.get("/health/ready").status == 503)
        #expect(try await tenant.guest.get("/health/live").status == 200)
        #expect(try await browser.get("/contacts").status == 200, "requests go on while load balancers find out")
        await site.stop()
    }

    @Test func pagesSayWhatTheyShowAndSinceWhen() async throws {
        let tenant = try await SharedTenant.get()
        let browser = try await tenant.browser(as: .rep)
        let before = Date().liveTime
        let home = try await browser.get("/").text
        let since = try #require(
            home.firstMatch(of: #/<body class="app" data-behaviour="shortcuts live" data-live="/live" data-since="(\d+)">/#)
        ).1
        let time = try #require(LiveTime(since))
        #expect((before - 1...Date().liveTime).contains(time))
        #expect(home.contains("data-behaviour=\"changed\" data-topics=\"contact company\" hidden"))
        #expect(try await browser.get("/companies").text.contains("data-topics=\"company\" hidden"))
        #expect(try await !browser.get("/contacts/new").text.contains("data-behaviour=\"changed\""))
    }
}
