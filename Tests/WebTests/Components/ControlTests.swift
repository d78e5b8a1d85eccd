import Testing
import Web

@Suite struct ControlTests {
    @Test func aButtonWithAnAddressIsALink() {
        let link = Button("New", kind: .primary, icon: .plus, href: "/contacts/new").html.description
        #expect(link.hasPrefix("<a class=\"button primary\" href=\"/contacts/new\">"))
        #expect(link.contains("href=\"/static/icons.svg#plus\""))
    }

    @Test func aButtonWithoutAnAddressSubmits() {
        let button = Button("Delete", kind: .danger, name: "do", value: "delete", confirm: "Sure?").html.description
        #expect(button.contains("type=\"submit\" name=\"do\" value=\"delete\""))
        #expect(button.contains("data-behaviour=\"confirm\" data-confirm=\"Sure?\""))
    }

    @Test func anIconButtonKeepsItsName() {
        let button = Button("Edit", icon: .edit, href: "/e", iconOnly: true).html.description
        #expect(button.contains("title=\"Edit\"") && button.contains("<span class=\"unseen\">Edit</span>"))
    }

    @Test func anAddressThatRunsScriptIsDisarmedEverywhere() {
        let evil = "javascript:alert(1)"
        let pieces: [HTML] = [
            Button("x", href: evil).html, Button("x", formAction: evil).html, Chip("a", "b", href: evil, removeHref: evil).html,
            Form(get: evil, "").html, Tabs("t", [.init("a", href: evil)]).html, StatCard("a", value: "1", href: evil).html,
            Menu("m", [.link("a", href: evil), .post("b", action: evil, csrf: "t")]).html, Avatar("A", image: evil).html,
            ItemList([.init("a", href: evil)]).html, Pager(previous: evil, next: evil).html,
            ProgressBar("a", fraction: 0, poll: evil).html,
        ]
        for piece in pieces { #expect(!piece.description.contains("javascript")) }
    }

    @Test func aPostFormCarriesTheToken() {
        let form = Form(post: "/contacts", csrf: "t<k", sendsFiles: true, "x").html.description
        #expect(form.contains("method=\"post\" enctype=\"multipart/form-data\""))
        #expect(form.contains("<input type=\"hidden\" name=\"_csrf\" value=\"t&lt;k\">x"))
        #expect(!Form(get: "/contacts", "x").html.description.contains("_csrf"))
    }

    @Test func badgeToneIsAClass() {
        #expect(Badge("Won", tone: .success).html.description == "<span class=\"badge success\">Won</span>")
    }

    @Test(arguments: [("Ada Byron", "AB"), ("ada", "A"), ("  ", "?"), ("(Acme) GmbH & Co. KG", "AK"), ("Élise d'Été", "ÉD")])
    func initialsComeFromTheFirstAndLastWord(name: String, initials: String) {
        #expect(Avatar.initials(of: name) == initials)
    }

    @Test func theSameNameAlwaysHasTheSameColour() {
        #expect(Avatar("Kris Marrier").html == Avatar("Kris Marrier").html)
        #expect(Avatar("Ada Byron").html.description == "<span class=\"avatar medium hue-9\" aria-hidden=\"true\">AB</span>")
    }

    @Test func aMenuWorksWithoutJavaScript() {
        let menu = Menu(
            "More", [.link("Edit", href: "/e", shortcut: "e"), .divider, .post("Delete", action: "/d", csrf: "t", isDanger: true)])
        let html = menu.html.description
        #expect(html.hasPrefix("<details class=\"menu\" data-behaviour=\"menu\"><summary"))
        #expect(html.contains("<a class=\"menu-item\" href=\"/e\">") && html.contains("<hr>"))
        #expect(html.contains("action=\"/d\" method=\"post\"") && html.contains("menu-item danger"))
    }
}
