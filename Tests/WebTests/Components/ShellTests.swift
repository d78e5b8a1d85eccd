import Foundation
import Testing
import Web

@Suite struct ShellTests {
    private func shell(path: String = "/contacts/7", flashes: [Flash] = []) -> Shell {
        Shell(
            brand: Brand(name: "Acme & Sons", stylesheetURL: "/brand/1.css"),
            person: Person(name: "Ada Byron", email: "ada@acme.example", role: "Administrator"),
            navigation: [
                NavGroup(nil, [NavItem("Home", href: "/", icon: .home)]),
                NavGroup(
                    "Sell",
                    [
                        NavItem("Contacts", href: "/contacts", icon: .user, count: 100_585, shortcut: "c"),
                        NavItem("Duplicates", href: "/contacts/duplicates", icon: .copy),
                    ]),
            ], footer: [NavItem("Settings", href: "/settings", icon: .settings, others: ["/imports"])],
            creations: [.link("New contact", href: "/contacts/new")], currentPath: path, theme: .dark, csrf: "tok",
            flashes: flashes, unread: 2, assets: Assets { "/static/v1/\($0)" })
    }

    private func page(_ shell: Shell) -> String {
        shell.page(title: "Kris <K>", crumbs: [Crumb("Contacts", href: "/contacts")], content: "<p>Hello</p>").description
    }

    @Test func thePageIsAWholeDocument() {
        let html = page(shell())
        #expect(html.hasPrefix("<!doctype html><html lang=\"en\" dir=\"ltr\" data-theme=\"dark\">"))
        #expect(html.contains("<title>Kris &lt;K&gt; · Acme &amp; Sons</title>"))
        #expect(html.contains("href=\"/static/v1/app.css\"><link rel=\"stylesheet\" href=\"/brand/1.css\">"))
        #expect(html.contains("<script type=\"module\" src=\"/static/v1/app.js\"></script>") && html.hasSuffix("</html>"))
    }

    @Test func nothingNeedsInlineStyleOrScript() {
        let html = page(shell(flashes: [Flash(.info, "Hi")]))
        #expect(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick"))
        #expect(html.components(separatedBy: "<script").count == 2)
    }

    @Test(arguments: [
        ("/contacts/7", "/contacts"), ("/contacts/duplicates", "/contacts/duplicates"), ("/", "/"), ("/settings/users", "/settings"),
        ("/imports/7", "/settings"),
    ])
    func theRailMarksTheNearestPlace(path: String, marked: String) {
        let html = page(shell(path: path))
        #expect(html.contains("<li><a href=\"\(marked)\" aria-current=\"page\""))
        let rail = html.components(separatedBy: "<div class=\"page\">")[0]
        #expect(rail.components(separatedBy: "aria-current").count == 2)
    }

    @Test func aPageElsewhereMarksNothing() {
        let rail = page(shell(path: "/contactsheets")).components(separatedBy: "<div class=\"page\">")[0]
        #expect(!rail.contains("aria-current"))
    }

    @Test func thereIsExactlyOneHeading() {
        #expect(page(shell()).components(separatedBy: "<h1>").count == 2)
        let record = shell().page(title: "Kris", header: PageHeader("Kris"), primary: Button("Go", kind: .primary), content: "")
        #expect(record.description.components(separatedBy: "<h1>").count == 2)
        #expect(record.description.contains("<div class=\"page-actions\"><button class=\"button primary\""))
    }

    @Test func searchThemeAndLogoutWorkWithoutJavaScript() {
        let html = page(shell())
        #expect(html.contains("<form class=\"search\" action=\"/search\" role=\"search\">") && html.contains("name=\"q\""))
        #expect(html.contains("action=\"/theme\" method=\"post\"") && html.contains("value=\"dark\" aria-pressed=\"true\""))
        #expect(html.contains("action=\"/logout\" method=\"post\""))
        #expect(html.contains("popovertarget=\"rail\""))
    }

    @Test func shortcutsAreListedFromThePlaces() {
        let html = page(shell())
        #expect(html.contains("data-go=\"c\"") && html.contains("<dt>Go to Contacts</dt><dd><kbd>g</kbd> <kbd>c</kbd></dd>"))
    }

    @Test func countsAndNewsAreShown() {
        let html = page(shell(flashes: [Flash(.success, "Saved.")]))
        #expect(html.contains("<span class=\"count\">100,585</span>"))
        #expect(html.contains("aria-label=\"Notifications, 2 unread\"") && html.contains("Saved."))
    }

    @Test func aPlainPageShowsTheBrandAndItsCard() throws {
        let page = PlainPage(
            brand: Brand(name: "Acme", logoURL: "/logo.png"), texts: try SampleLanguages.texts("", tag: "ar", isRightToLeft: true)
        ).page(title: "Log in", lead: "Welcome.", content: "<form></form>").description
        #expect(page.contains("lang=\"ar\" dir=\"rtl\"") && page.contains("<h1>Log in</h1><p class=\"lead\">Welcome.</p><form></form>"))
        #expect(page.contains("src=\"/logo.png\"") && page.contains("<link rel=\"icon\" href=\"/logo.png\">"))
    }

    @Test func theShellSpeaksTheReadersLanguage() throws {
        let german = try SampleLanguages.texts(#""Log out": "Abmelden", "Notifications, {1} unread": "{1} ungelesene Nachrichten""#)
        var shell = shell()
        shell.texts = german
        let html = page(shell)
        #expect(html.contains("lang=\"de\"") && html.contains("Abmelden") && !html.contains("Log out"))
        #expect(html.contains("aria-label=\"2 ungelesene Nachrichten\""))
    }
}
