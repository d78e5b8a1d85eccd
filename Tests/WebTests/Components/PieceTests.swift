import Foundation
import Testing
import Web

@Suite struct PieceTests {
    @Test func factsWithoutAValueShowADash() {
        let html = DataList([Fact("Fax", text: ""), Fact("Phone", text: "+1 <2>")]).html.description
        #expect(html.contains("<dt>Fax</dt><dd><span class=\"none\">–</span></dd>"))
        #expect(html.contains("<dd><bdi>+1 &lt;2&gt;</bdi></dd>"))
    }

    @Test func theCurrentTabSaysSo() {
        let html = Tabs("Views", [.init("All", href: "?", count: "9", current: true), .init("Mine", href: "?v=1")]).html.description
        #expect(
            html.contains(
                "<a href=\"?\" aria-current=\"page\"><span>All</span> <span class=\"count\">9</span></a><a href=\"?v=1\"><span>Mine</span></a>"
            ))
    }

    @Test func aChipCanBeEditedAndRemoved() {
        let html = Chip("Stage", "is not New", href: "?edit", removeHref: "?").html.description
        #expect(html.contains("<a href=\"?edit\">Stage <b title=\"is not New\">is not New</b></a>"))
        #expect(html.contains("aria-label=\"Remove filter: Stage is not New\""))
    }

    @Test func aToastOffersToUndo() {
        let flash = Flash(.success, "Saved <it>.", undo: .init(action: "/undo/1", label: "Undo"))
        let html = Toast(flash, csrf: "t").html.description
        #expect(html.contains("toast success") && html.contains("Saved &lt;it&gt;."))
        #expect(html.contains("action=\"/undo/1\" method=\"post\""))
    }

    @Test func aFlashSurvivesItsCookie() throws {
        let flash = Flash(.error, "No.", undo: .init(action: "/u", label: "U"))
        #expect(try JSONDecoder().decode(Flash.self, from: JSONEncoder().encode(flash)) == flash)
    }

    @Test func progressPollsUntilItIsDone() {
        let running = ProgressBar("Import", fraction: 0.426, amount: "4 of 9", timeLeft: "3 s", poll: "/jobs/1").html.description
        #expect(running.contains("data-behaviour=\"poll\" data-url=\"/jobs/1\" data-seconds=\"1\""))
        #expect(running.contains("value=\"42\"") && running.contains("4 of 9 · 3 s left"))
        let done = ProgressBar("Import", fraction: 7).html.description
        #expect(done.contains("value=\"100\"") && !done.contains("data-"))
        #expect(ProgressBar("Import", fraction: nil).html.description.contains("<progress max=\"100\" aria-label"))
    }

    @Test func theCurrentStepSaysSo() {
        let html = Steps(["Upload", "Match"], current: 1).html.description
        #expect(html.contains("aria-label=\"Step 2 of 2\"") && html.contains("<li class=\"done\">"))
        #expect(html.contains("<li aria-current=\"step\"><span class=\"step-mark\">2</span><span>Match</span></li>"))
    }

    @Test func aTimelineItemTellsWhoWhatAndWhen() {
        let item = TimelineItem(.mail, "<b>\("Kris <3")</b> replied", when: "2 h", instant: "2026-01-01T10:00:00Z", body: "Hi")
        let html = Timeline([item]).html.description
        #expect(html.contains("<b>Kris &lt;3</b> replied · <time datetime=\"2026-01-01T10:00:00Z\""))
        #expect(html.contains("<div class=\"quote\">Hi</div>"))
    }

    @Test func cardsStatesAndNoticesSayWhatTheyHold() {
        #expect(Card("Files", count: 3, "x").html.description.contains("<h2>Files</h2><span class=\"push count\">3</span>"))
        #expect(
            EmptyState(.quote, title: "No quotes", text: "Yet.", action: "<a></a>").html.description.contains(
                "<h2>No quotes</h2><p>Yet.</p>"))
        #expect(Notice(.danger, "No.").html.description.contains("role=\"alert\""))
        #expect(StatCard("Won", value: "€2 M", note: "18 %", tone: .success, trend: .up).html.description.contains("stat-note success up"))
        #expect(CodeBlock("Key", "<k>", copies: "Copy").html.description.contains("<code>&lt;k&gt;</code>"))
        #expect(Dialog(id: "d", title: "T", "x").html.description.contains("aria-labelledby=\"d-title\""))
    }

    @Test func everyIconIsInTheSprite() throws {
        let sprite = try String(contentsOf: staticFiles.appending(path: "icons.svg"), encoding: .utf8)
        for icon in Icon.allCases { #expect(sprite.contains("<symbol id=\"\(icon.rawValue)\""), "\(icon)") }
    }
}

/// `templates/static/` of this checkout.
let staticFiles = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../templates/static")
