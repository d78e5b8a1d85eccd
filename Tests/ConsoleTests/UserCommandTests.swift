import Foundation
import Platform
import Support
import Testing
import Web

@Suite struct UserCommandTests {
    @Test func aNewPersonGetsALink() async throws {
        let fleet = try await TestFleet.installed("acme")
        let ending = try await fleet.run("user", "create", "acme", "Mei@acme.example", "--name", "Mei", "--role", "manager", "-o", "json")
        #expect(ending.status == 0)
        #expect(ending.data.first?["link"]?.string?.hasPrefix("http://acme.localhost:8080/invitation/") == true)
        let again = try await fleet.run("user", "create", "acme", "mei@acme.example", "--name", "Mei")
        #expect(again.status == 5 && again.messages.contains("already in acme"))
        #expect(try await fleet.run("user", "create", "acme", "nonsense", "--name", "Mei").status == 2)
        #expect(try await fleet.run("user", "create", "acme", "ola@acme.example", "--name", "Ola", "--role", "king").status == 2)
        #expect(try await fleet.run("user", "create", "nobody", "ola@acme.example", "--name", "Ola").status == 3)
    }

    @Test func aPasswordComesThroughStandardInputOnlyAndObeysThePolicy() async throws {
        let site = try await TestSite.shared()
        let (fleet, tenant) = (try await TestFleet(of: site), try await site.makeTenant())
        let (slug, email) = (tenant.tenant.slug, "rep@\(tenant.tenant.slug).test")
        let browser = try await tenant.browser(as: .rep)
        #expect(try await browser.get("/contacts").status == 200)
        let weak = try await fleet.run(["user", "reset-password", slug, email, "--password-stdin"], input: "password1\n")
        #expect(weak.status == 4 && weak.messages.contains("characters"))
        let empty = try await fleet.run("user", "reset-password", slug, email, "--password-stdin")
        #expect(empty.status == 2)
        let done = try await fleet.run(["user", "reset-password", slug, email, "--password-stdin"], input: "violet harbour lantern\n")
        #expect(done.status == 0)
        #expect(try await browser.get("/contacts").status != 200)
        let login: JSONValue = ["email": .string(email), "password": "violet harbour lantern"]
        #expect(try await tenant.guest.post("/api/v1/auth/token", login).status == 200)
        #expect(try await fleet.count("select count(*) from platform.operator_audit where arguments::text like '%lantern%'") == 0)
    }

    @Test func aResetLinkReplacesThePasswordOnce() async throws {
        let site = try await TestSite.shared()
        let (fleet, tenant) = (try await TestFleet(of: site), try await site.makeTenant())
        let ending = try await fleet.run("user", "reset-password", tenant.tenant.slug, "viewer@\(tenant.tenant.slug).test", "-o", "json")
        let path = try #require(ending.data.first?["link"]?.string.flatMap { URL(string: $0) }?.path)
        #expect(path.hasPrefix("/reset/"))
        let browser = TestBrowser(client: tenant.guest)
        #expect(try await browser.submit(path, from: path, ["password": "violet harbour lantern"]).status == 303)
        #expect(try await TestBrowser(client: tenant.guest).get(path).status == 404)
        #expect(try await fleet.run("user", "reset-password", tenant.tenant.slug, "ghost@acme.example").status == 3)
    }
}
