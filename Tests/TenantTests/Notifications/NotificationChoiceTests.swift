import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@testable import Tenant

/// What people choose to be told, and the mails that follow.
struct NotificationChoiceTests {
    @Test func whatOneDoesNotWantIsNotTold() async throws {
        let scene = try await InboxScene()
        try await scene.choose(["assigned.app": "", "assigned.mail": ""])
        try await scene.contact("Unwanted", ownedBy: .rep)
        try await scene.settle()
        _ = try await scene.inbox(of: scene.rep, count: 0)
        #expect(scene.mails(to: .rep).isEmpty)
    }

    @Test func aMailTellsAtOnceAndOnce() async throws {
        let scene = try await InboxScene()
        let contact = try await scene.contact("Mailed <b>", ownedBy: .rep)
        try await eventually { scene.mails(to: .rep).count == 1 }
        let mail = try #require(scene.mails(to: .rep).first)
        let id = try #require(try await scene.inbox(of: scene.rep, count: 1)[0]["id"]?.string)
        #expect(mail.subject == "Ada Brandt assigned Mailed <b> to you" && mail.from.contains(scene.tenant.tenant.name))
        #expect(mail.text.contains("/inbox/\(id)") && mail.text.contains("/profile/notifications"))
        let html = try #require(mail.html)
        #expect(html.contains("Mailed &lt;b&gt;") && !html.contains("Mailed <b>") && html.contains("/profile/notifications"))
        // The same job again, as after a crash behind its commit.
        try await scene.mailAgain()
        try await scene.comment(on: contact, naming: [.rep])
        try await eventually { scene.mails(to: .rep).count == 2 }
        #expect(
            scene.mails(to: .rep).map(\.subject).sorted() == [
                "Ada Brandt assigned Mailed <b> to you", "Ada Brandt mentioned you on Mailed <b>",
            ])
    }

    @Test func whatWasReadMeanwhileIsNotMailed() async throws {
        let scene = try await InboxScene()
        try await scene.choose(["timing": "daily", "hour": "8"])
        try await scene.contact("Read", ownedBy: .rep)
        try await scene.contact("Unread", ownedBy: .rep)
        let lines = try await scene.inbox(of: scene.rep, count: 2)
        let read = try #require(lines.first { $0["text"] == "Ada Brandt assigned Read to you" }?["id"]?.string)
        #expect(try await scene.rep.patch("/api/v1/notifications/\(read)", ["read": true]).status == 200)
        #expect(scene.mails(to: .rep).isEmpty, "a day's mail waits for its hour")
        try await scene.letItBeDue()
        try await eventually { scene.mails(to: .rep).count == 1 }
        #expect(scene.mails(to: .rep)[0].subject == "Ada Brandt assigned Unread to you")
    }

    @Test func oneMailADayBringsAll() async throws {
        let scene = try await InboxScene()
        try await scene.choose(["timing": "daily", "hour": "8"])
        for name in ["A", "B", "C"] { try await scene.contact(name, ownedBy: .rep) }
        _ = try await scene.inbox(of: scene.rep, count: 3)
        try await scene.letItBeDue()
        try await eventually { scene.mails(to: .rep).count == 1 }
        let mail = scene.mails(to: .rep)[0]
        #expect(mail.subject == "3 news at \(scene.tenant.tenant.name)")
        for name in ["A", "B", "C"] { #expect(mail.text.contains("Ada Brandt assigned \(name) to you")) }
    }

    @Test func aMailIsInThePersonsLanguage() async throws {
        let scene = try await InboxScene()
        try await scene.tenant.database.write("update users set language = 'de', access_version = access_version + 1")
        try await scene.contact("Deutsch", ownedBy: .rep)
        try await eventually { scene.mails(to: .rep).count == 1 }
        #expect(scene.mails(to: .rep)[0].subject == "Ada Brandt hat Ihnen Deutsch zugewiesen")
    }

    @Test func newChoicesReachWhatWaits() async throws {
        let scene = try await InboxScene()
        try await scene.choose(["timing": "daily", "hour": "8"])
        try await scene.contact("Waiting", ownedBy: .rep)
        _ = try await scene.inbox(of: scene.rep, count: 1)
        try await scene.choose(["timing": "at_once"])
        try await eventually { scene.mails(to: .rep).count == 1 }
    }

    @Test func theBellIsQuietInQuietHours() async throws {
        let scene = try await InboxScene()
        let now = Clock.minute(of: Date(), in: .gmt)
        let (from, until) = (Clock.text(minute: (now + 1_320) % 1_440), Clock.text(minute: (now + 120) % 1_440))
        try await scene.choose(["quiet_from": from, "quiet_until": until])
        try await scene.contact("Night", ownedBy: .rep)
        _ = try await scene.inbox(of: scene.rep, count: 1)
        let browser = try await scene.tenant.browser(as: .rep)
        #expect(try await browser.get("/inbox").text.contains("Ada Brandt assigned Night to you"))
        #expect(try await browser.get("/inbox/bell").text.contains("aria-label=\"Notifications\""))
        let rows = try await scene.tenant.database.read(
            "select mail_at > now() + interval '1 hour', mailed_at is null from notifications where kind = 'assigned'")
        #expect(try rows.first?.decode((Bool, Bool).self) ?? (false, false) == (true, true))
    }

    @Test func whatIsChosenStandsOnThePageAndNonsenseComesBack() async throws {
        let scene = try await InboxScene()
        let browser = try await scene.tenant.browser(as: .rep)
        let path = "/profile/notifications"
        let first = try await browser.get(path)
        #expect(first.status == 200 && first.text.contains("I am mentioned in a comment"))
        let sent = try await browser.submit(
            path, on: first, ["timing": "daily", "hour": "7", "quiet_from": "22:00", "quiet_until": "06:30", "mentioned.mail": ""])
        #expect(sent.location == path)
        let fields = try #require(try await browser.get(path).forms.first { $0.action == path }?.fields)
        #expect(fields["timing"] == "daily" && fields["hour"] == "7" && fields["quiet_from"] == "22:00" && fields["quiet_until"] == "06:30")
        #expect(fields["mentioned.mail"] == nil && fields["mentioned.app"] == "1")
        let wrong = try await browser.submit(path, from: path, ["timing": "daily", "hour": "31", "quiet_from": "22:00", "quiet_until": ""])
        #expect(wrong.status == 422 && wrong.text.contains("Give both a beginning and an end"))
        #expect(try await scene.tenant.guest.get(path).status == 303)
        expectWrongVerb(
            try await browser.send("PUT", path, headers: ["Origin": "http://\(scene.tenant.host)"]), allows: "GET", "HEAD", "POST",
            "OPTIONS")
    }
}

extension InboxScene {
    /// Sets some of the rep's choices and leaves the others.
    func choose(_ fields: [String: String]) async throws {
        let answer = try await tenant.browser(as: .rep).submit("/profile/notifications", from: "/profile/notifications", fields)
        guard answer.status == 303 else { throw UnexpectedAnswer(answer) }
    }

    func mails(to member: Cast) -> [OutboxMessage] {
        let outbox = OutboxFolder(tenant.site.platform.configuration.outboxDirectory)
        return ((try? outbox.messages(limit: 10_000)) ?? []).filter { $0.to == tenant.email(of: member) }
    }

    /// Lets the hour come for which the rep's mail waits.
    func letItBeDue() async throws {
        try await tenant.database.write("update notifications set mail_at = now() - interval '1 second' where mailed_at is null")
        try await tenant.database.transaction { transaction in
            try await transaction.execute("update jobs set run_at = now() where kind = 'notifications.mail' and state = 'waiting'")
            transaction.willChange(["contact"])
        }
    }

    func mailAgain() async throws {
        guard let id = UUID(uuidString: try await tenant.id(of: .rep)) else { throw Failed("no id") }
        try await tenant.database.transaction { try await MailNotifications.enqueue(for: id, at: Date(), in: $0) }
    }
}

struct QuietHourTests {
    private let berlin = TimeZone(identifier: "Europe/Berlin")!

    private func date(_ text: String) -> Date { Instant.parse(text)! }

    @Test func quietHoursMayCrossMidnight() throws {
        let night = try #require(QuietHours(from: 22 * 60, until: 7 * 60))
        for (time, isQuiet) in [("20:59", false), ("21:00", true), ("23:30", true), ("05:59", true), ("06:00", false)] {
            #expect(night.contains(date("2026-01-10T\(time):00Z"), in: berlin) == isQuiet, "\(time)")
        }
        #expect(night.end(at: date("2026-01-10T23:30:00Z"), in: berlin) == date("2026-01-11T06:00:00Z"))
        #expect(night.end(at: date("2026-01-10T12:00:00Z"), in: berlin) == nil)
        #expect(QuietHours(from: 60, until: 60) == nil && QuietHours(from: 60, until: nil) == nil && QuietHours(from: -1, until: 5) == nil)
    }

    @Test func aDaysMailComesAtItsHourAlsoWhereTheClocksChange() {
        let choices = NotificationChoices(digestHour: 2)
        // On the 29th of March 2026 there is no two o'clock in Berlin.
        #expect(choices.mailTime(after: date("2026-03-28T12:00:00Z"), in: berlin) == date("2026-03-29T01:00:00Z"))
        #expect(choices.mailTime(after: date("2026-06-01T12:00:00Z"), in: berlin) == date("2026-06-02T00:00:00Z"))
    }

    @Test func mailWaitsForTheEndOfQuietHours() {
        let choices = NotificationChoices(quiet: QuietHours(from: 22 * 60, until: 7 * 60))
        let (evening, noon) = (date("2026-01-10T21:30:00Z"), date("2026-01-10T12:00:00Z"))
        #expect(choices.mailTime(after: evening, in: berlin) == date("2026-01-11T06:00:00Z"))
        #expect(choices.mailTime(after: noon, in: berlin) == noon)
        let daily = NotificationChoices(digestHour: 6, quiet: choices.quiet)
        #expect(daily.mailTime(after: noon, in: berlin) == date("2026-01-11T06:00:00Z"))
    }

    @Test func timesOfDayAreReadStrictly() {
        #expect(Clock.minute(parsing: "07:30") == 450 && Clock.minute(parsing: "23:59:00") == 1_439)
        for wrong in ["", "7", "24:00", "12:60", "ab:cd", ":"] { #expect(Clock.minute(parsing: wrong) == nil, "\(wrong)") }
    }
}
