import Foundation
import Platform
import Support
import Testing
import Web

@testable import Tenant

struct LogInTests {
    @Test func rightPasswordOpensASession() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = TestBrowser(client: tenant.guest)
        let answer = try await browser.logIn(tenant.email(of: .rep))
        #expect(answer.status == 303 && answer.location == "/")
        let cookie = try #require(answer.headers["Set-Cookie"].first { $0.hasPrefix("session=") })
        #expect(
            cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/") && !cookie.contains("Secure"))
        #expect(!cookie.contains("Domain"))
        #expect(try await browser.get("/").text.contains("Ola Nwosu"))
        #expect(try await browser.get("/login").location == "/")
        #expect(try await tenant.events("user.signed_in") == 1)
    }

    @Test func wrongPasswordKeepsTheAddressAndSaysNoMoreThanForUnknownOnes() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = TestBrowser(client: tenant.guest)
        for email in [tenant.email(of: .rep), "nobody@example.org", "\"><script>alert(1)</script>"] {
            let answer = try await browser.logIn(email, password: "wrong wrong")
            #expect(answer.status == 401 && answer.text.contains("This address and password do not go together."))
            #expect(answer.forms.first?.fields["email"] == email && answer.forms.first?.fields["password"] == "")
            #expect(!answer.text.contains("<script>alert"))
        }
        #expect(browser.cookie("session") == nil)
    }

    @Test func overTLSTheCookieIsTheHostsAlone() async throws {
        let site = try await TestSite(environment: ["TRUSTED_PROXIES": "127.0.0.1"])
        let tenant = try await site.makeTenant()
        let browser = TestBrowser(client: tenant.guest, secure: true)
        let answer = try await browser.logIn(tenant.email(of: .admin))
        let cookie = try #require(answer.headers["Set-Cookie"].first { $0.contains("session=") })
        #expect(cookie.hasPrefix("__Host-session=") && cookie.contains("; Secure") && cookie.contains("; Path=/"))
        #expect(try await browser.get("/contacts").status == 200)
        await site.stop()
    }

    @Test func headersOfStrangersAreNotBelieved() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let answer = try await tenant.guest.get("/login", headers: ["X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"])
        #expect(answer.status == 200)
        #expect(!answer.headers["Set-Cookie"].contains { $0.contains("__Host-") })
    }

    @Test func signingInMakesANewSessionEachTime() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = TestBrowser(client: tenant.guest)
        let planted = String(repeating: "a", count: 43)
        browser.setCookie("session", planted)
        _ = try await browser.logIn(tenant.email(of: .rep))
        let first = try #require(browser.cookie("session"))
        #expect(first != planted)
        browser.setCookie("session", nil)
        _ = try await browser.logIn(tenant.email(of: .rep))
        #expect(browser.cookie("session") != first)
        let stored = try await tenant.database.read("select token_hash from sessions").map { try $0.decode([UInt8].self) }
        let hash = try #require(Token(first)).hash
        #expect(stored.count == 2 && stored.contains(hash), "only a hash is kept")
    }

    @Test func afterwardsOneComesBackToWhereOneWasGoing() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = TestBrowser(client: tenant.guest)
        let refused = try await browser.get("/contacts?q=ann&sort=name")
        #expect(refused.status == 303 && refused.location?.hasPrefix("/login?next=") == true)
        let answer = try await browser.submit(
            "/login", from: refused.location ?? "", ["email": tenant.email(of: .rep), "password": "demo-password"])
        #expect(answer.location == "/contacts?q=ann&sort=name")
    }

    @Test(arguments: [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil.example",
        "/\t/evil.example",
        "/%0d%0aSet-Cookie: a=b", "http:evil.example", "///evil.example",
    ])
    func nobodyIsSentToAnotherSite(next: String) async throws {
        let tenant = try await SharedTenant.get()
        let browser = TestBrowser(client: tenant.guest)
        let answer = try await browser.logIn(tenant.email(of: .viewer), next: next.escaped)
        #expect(answer.status == 303)
        let location = try #require(answer.location)
        #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.contains("\\"))
        #expect(answer.header("Set-Cookie")?.contains("a=b") != true)
    }

    @Test func loggingOutEndsTheSessionAtOnce() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        let cookie = try #require(browser.cookie("session"))
        let answer = try await browser.submit("/logout", from: "/")
        #expect(answer.status == 303 && answer.location == "/login" && browser.cookie("session") == nil)
        browser.setCookie("session", cookie)
        #expect(try await browser.get("/contacts").location == "/login?next=/contacts")
    }

    @Test func sessionOfAnotherTenantIsNobodysHere() async throws {
        let (tenant, other) = (try await TestSite.shared().makeTenant(), try await SharedTenant.get())
        let browser = TestBrowser(client: other.guest)
        browser.setCookie("session", try await tenant.browser(as: .admin).cookie("session"))
        #expect(try await browser.get("/contacts").location == "/login?next=/contacts")
    }

    @Test func unknownAddressesTakeAsLongAsWrongPasswords() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        // The demo people's passwords were hashed at the full cost, this site's own hashes are cheaper.
        let hash = try await tenant.site.crm.hasher.hash("demo-password")
        try await tenant.database.write("update users set password_hash = \(hash)")
        var (known, unknown): ([Duration], [Duration]) = ([], [])
        for round in 0..<15 {
            try await tenant.database.write("delete from sign_in_failures")
            known.append(
                try await ContinuousClock().measure { _ = try await tenant.logIn(email: tenant.email(of: .rep), password: "wrong wrong") })
            unknown.append(try await ContinuousClock().measure { _ = try await tenant.logIn(email: "nobody\(round)@example.org") })
        }
        let ratio = known.sorted()[7] / unknown.sorted()[7]
        #expect((0.5...2).contains(ratio), "\(ratio)")
    }
}
