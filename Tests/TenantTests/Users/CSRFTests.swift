import Support
import Testing
import Web

struct CSRFTests {
    private static let body = ["last_name": "Forged"]

    @Test func formWithoutItsTokenIsRefused() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        let (colleague, stranger) = (try await tenant.browser(as: .manager), try await SharedTenant.get().browser(as: .admin))
        let before = try await TestBrowser(client: tenant.guest).get("/login").csrf
        let foreign = [try await colleague.get("/contacts/new").csrf, try await stranger.get("/contacts/new").csrf]
        for token in ["", "made-up", before] + foreign {
            let answer = try await browser.post("/contacts", Self.body.merging(["_csrf": token]) { $1 })
            #expect(answer.status == 403 && answer.text.contains("This form has expired."))
        }
        #expect(try await browser.post("/contacts", Self.body).status == 403)
        #expect(try await tenant.api(as: .admin).get("/api/v1/contacts").ids.isEmpty)
        #expect(try await browser.submit("/contacts", from: "/contacts/new", Self.body).status == 303)
    }

    @Test func tokenMayComeInAHeader() async throws {
        let browser = try await TestSite.shared().makeTenant().browser(as: .admin)
        let token = try await browser.get("/contacts/new").csrf
        #expect(try await browser.post("/contacts", Self.body, headers: ["X-CSRF-Token": token]).status == 303)
        #expect(try await browser.get("/contacts/new").csrf != token, "no two pages carry the same token")
    }

    @Test func whatAnotherSiteSendsIsRefused() async throws {
        let browser = try await TestSite.shared().makeTenant().browser(as: .admin)
        let fields = Self.body.merging(["_csrf": try await browser.get("/contacts/new").csrf]) { $1 }
        for headers in [
            ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "http://other.localhost"], ["Origin": "http://localhost"],
        ] {
            #expect(try await browser.post("/contacts", fields, headers: headers).status == 403, "\(headers)")
        }
        #expect(try await browser.post("/contacts", fields).status == 303)
    }

    @Test func cookieOpensPagesButNotTheAPI() async throws {
        let browser = try await TestSite.shared().makeTenant().browser(as: .admin)
        #expect(try await browser.send("GET", "/api/v1/contacts").status == 401)
        let headers = ["Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"]
        let answer = try await browser.send("POST", "/api/v1/contacts", body: Array("{\"last_name\":\"X\"}".utf8), headers: headers)
        #expect(answer.status == 401)
    }

    @Test func logInFormNeedsItsTokenToo() async throws {
        let tenant = try await SharedTenant.get()
        let browser = TestBrowser(client: tenant.guest)
        let login = ["email": tenant.email(of: .rep), "password": "demo-password"]
        #expect(try await browser.post("/login", login).status == 403)
        let foreign = try await TestBrowser(client: tenant.guest).get("/login").csrf
        #expect(try await browser.post("/login", login.merging(["_csrf": foreign]) { $1 }).status == 403)
        #expect(browser.cookie("session") == nil)
    }
}
