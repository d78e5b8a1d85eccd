import Foundation
import Platform
import Support
import Testing
import Web

/// Links in mails that let somebody choose a password.
struct InvitationTests {
    @Test func invitedPersonChoosesAPasswordAndIsIn() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let link = try await tenant.invite("new@\(tenant.tenant.slug).example")
        let browser = TestBrowser(client: tenant.guest)
        let page = try await browser.get(link)
        #expect(page.status == 200 && page.text.contains("Welcome, Nina"))
        for password in ["short", "password123", "qwertyuiop1234", "Nina\(tenant.tenant.slug)", "aaaaaaaaaaaaaa"] {
            let refused = try await browser.submit(link, from: link, ["password": password])
            #expect(refused.status == 422 && refused.text.contains("class=\"error\""), "\(password)")
            #expect(!refused.text.contains(password) || password == "short", "a password never comes back")
        }
        let done = try await browser.submit(link, from: link, ["password": "four winds over hills"])
        #expect(done.status == 303 && done.location == "/")
        #expect(try await browser.get("/").text.contains("Nina"))
        #expect(try await tenant.logIn(email: "new@\(tenant.tenant.slug).example", password: "four winds over hills").status == 200)
    }

    @Test func linkWorksOnce() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let link = try await tenant.invite("once@\(tenant.tenant.slug).example")
        let (first, second) = (TestBrowser(client: tenant.guest), TestBrowser(client: tenant.guest))
        let open = try await second.get(link)
        #expect(try await first.submit(link, from: link, ["password": "four winds over hills"]).status == 303)
        #expect(try await first.get(link).status == 404)
        #expect(try await second.submit(link, on: open, ["password": "another one of those"]).status == 404)
        #expect(try await tenant.guest.get("/reset/\(link.split(separator: "/").last ?? "")").status == 404)
        #expect(try await tenant.guest.get("/invitation/made-up").status == 404)
    }

    @Test func linkExpires() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let link = try await tenant.invite("late@\(tenant.tenant.slug).example")
        let days = try await tenant.database.read(
            "select extract(epoch from expires_at - now()) / 86400 > 6.9 and expires_at < now() + interval '7 days' from user_links")
        #expect(try days.first?.decode(Bool.self) == true)
        try await tenant.database.write("update user_links set expires_at = now() - interval '1 second'")
        #expect(try await tenant.guest.get(link).status == 404)
    }

    @Test func resetLinkIsMailedAndEndsEverySession() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (lost, program) = (try await tenant.browser(as: .rep), try await tenant.api(as: .rep))
        let browser = TestBrowser(client: tenant.guest)
        #expect(try await browser.submit("/forgot", from: "/forgot", ["email": tenant.email(of: .rep)]).status == 200)
        let first = try await tenant.mailedLink(to: tenant.email(of: .rep), count: 1)
        _ = try await browser.submit("/forgot", from: "/forgot", ["email": tenant.email(of: .rep).uppercased()])
        let second = try await tenant.mailedLink(to: tenant.email(of: .rep), count: 2)
        #expect(second.hasPrefix("/reset/"))
        #expect(try await browser.get(first).status == 404, "a newer link replaces the older one")
        #expect(try await browser.submit(second, from: second, ["password": "four winds over hills"]).status == 303)
        #expect(try await lost.get("/contacts").status == 303)
        expectProblem(try await program.get("/api/v1/contacts"), 401)
        expectProblem(try await tenant.logIn(.rep), 401)
        #expect(try await tenant.logIn(email: tenant.email(of: .rep), password: "four winds over hills").status == 200)
    }

    @Test func forgottenPasswordSaysNothingOfWhoIsThere() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = TestBrowser(client: tenant.guest)
        let texts = try await [tenant.email(of: .rep), "nobody@example.org"].asyncMap { email in
            let answer = try await browser.submit("/forgot", from: "/forgot", ["email": email])
            #expect(answer.status == 200)
            return answer.text.replacing(email, with: "")
        }
        #expect(texts[0] == texts[1])
        let links = try await tenant.database.read("select count(*) from user_links where purpose = 'reset'")
        #expect(try links.first?.decode(Int.self) == 1)
    }

    @Test func wrongInvitationKeepsWhatWasTyped() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.browser(as: .admin)
        for (email, name) in [("no address", "Nina"), ("nina@example.org", ""), (tenant.email(of: .rep), "Nina")] {
            let answer = try await admin.submit(
                "/settings/users", from: "/settings/users", ["email": email, "name": name, "roles": "sales_rep"])
            #expect(answer.status == 422)
            let form = try #require(answer.forms.first { $0.action == "/settings/users" })
            #expect(form.fields["email"] == email && form.fields["name"] == name && form.fields["roles"] == "sales_rep")
        }
        let role = try await admin.submit(
            "/settings/users", from: "/settings/users", ["email": "n@example.org", "name": "N", "roles": "emperor"])
        #expect(role.status == 422)
    }
}

extension TestTenant {
    /// Has the admin invite somebody. - Returns: the path of the mailed link.
    func invite(_ email: String) async throws -> String {
        let admin = try await browser(as: .admin)
        let answer = try await admin.submit(
            "/settings/users", from: "/settings/users", ["email": email, "name": "Nina", "roles": "sales_rep"])
        guard answer.status == 303 else { throw UnexpectedAnswer(answer) }
        return try await mailedLink(to: email, count: 1)
    }

    /// The path of the link in the newest of `count` mails to somebody, once they have arrived.
    func mailedLink(to email: String, count: Int) async throws -> String {
        let outbox = OutboxFolder(site.platform.configuration.outboxDirectory)
        try await eventually { try outbox.messages(limit: 10_000).count { $0.to == email.lowercased() } == count }
        let message = try outbox.messages(limit: 10_000).first { $0.to == email.lowercased() }
        guard let match = message?.text.firstMatch(of: #/https?://([^/\s]+)(/\S+)/#) else { throw Failed("no link was mailed to \(email)") }
        guard match.1 == host else { throw Failed("the link leads to \(match.1)") }
        return String(match.2)
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var values: [T] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
