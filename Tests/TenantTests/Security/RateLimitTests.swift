import Support
import Testing
import Web

/// What floods get, and what they leave to others.
struct RateLimitTests {
    @Test func whoCallsTooOftenIsToldWhenToComeBackAndOthersAreServed() async throws {
        let site = try await TestSite(environment: ["API_RATE_LIMIT": "20"])
        let (tenant, other) = (try await site.makeTenant(), try await site.makeTenant())
        let (flooding, calm, elsewhere) = (
            try await tenant.api(as: .rep), try await tenant.api(as: .admin), try await other.api(as: .admin)
        )
        let first = try await flooding.get("/api/v1/users/me")
        #expect(first.status == 200 && first.header("RateLimit-Limit") == "20" && first.header("RateLimit-Remaining") == "19")
        #expect(first.header("RateLimit-Reset") == "3")
        var last = first
        for _ in 0..<40 where last.status == 200 { last = try await flooding.get("/api/v1/users/me") }
        expectProblem(last, 429)
        #expect(Int(last.header("Retry-After") ?? "") ?? 0 > 0 && last.header("RateLimit-Remaining") == "0")
        for client in [calm, elsewhere] { #expect(try await client.get("/api/v1/users/me").status == 200) }
        #expect(try await TestBrowser(client: flooding).get("/login").status == 200, "pages are not calls of the API")
        await site.stop()
    }

    @Test func whoOpensPagesTooFastIsToldSoInTheTenantsBrandAndOthersAreServed() async throws {
        let site = try await TestSite(environment: ["PAGE_RATE_LIMIT": "20"])
        let tenant = try await site.makeTenant()
        let (flooding, calm) = (try await tenant.browser(as: .rep), try await tenant.browser(as: .admin))
        var last = try await flooding.get("/contacts")
        #expect(last.status == 200 && last.header("RateLimit-Limit") == nil)
        for _ in 0..<40 where last.status == 200 { last = try await flooding.get("/contacts") }
        #expect(last.status == 429 && Int(last.header("Retry-After") ?? "") ?? 0 > 0)
        #expect(last.text.contains("Too many requests") && last.text.contains(tenant.tenant.brand.name))
        #expect(try await calm.get("/contacts").status == 200)
        #expect(try await tenant.api(as: .rep).get("/api/v1/contacts").status == 200, "calls of the API are no pages")
        for path in ["/health/live", "/static/app.css"] { #expect(try await flooding.get(path).status == 200, "\(path)") }
        await site.stop()
    }

    @Test func madeUpSessionsAreHeldAgainstTheirAddress() async throws {
        let site = try await TestSite(environment: ["PAGE_RATE_LIMIT": "20"])
        let tenant = try await site.makeTenant()
        var statuses: [Int] = []
        for number in 0..<260 {
            statuses.append(try await tenant.guest.get("/login", headers: ["Cookie": "session=made-up-\(number)"]).status)
        }
        #expect(Set(statuses) == [200, 429] && statuses.last == 429)
        await site.stop()
    }

    @Test func madeUpTokensAreHeldAgainstTheirAddress() async throws {
        let site = try await TestSite(environment: ["API_RATE_LIMIT": "20"])
        let tenant = try await site.makeTenant()
        let signedIn = try await tenant.api(as: .admin)
        var statuses: [Int] = []
        for number in 0..<40 {
            statuses.append(try await tenant.guest.get("/api/v1/contacts", headers: ["Authorization": "Bearer made.up.\(number)"]).status)
        }
        #expect(Set(statuses) == [401, 429] && statuses.last == 429)
        #expect(try await signedIn.get("/api/v1/contacts").status == 200)
        await site.stop()
    }

    @Test(arguments: [200, 401, 404, 405, 422])
    func everyAnswerSaysWhatIsLeft(status: Int) async throws {
        let tenant = try await SharedTenant.get()
        let (method, path) =
            [
                200: ("GET", "/api/v1/contacts"), 404: ("GET", "/api/v1/contacts/\(unknownID)"), 405: ("PUT", "/api/v1/contacts"),
                422: ("GET", "/api/v1/contacts?limit=0"),
            ][status] ?? ("GET", "/api/v1/contacts")
        let client = status == 401 ? tenant.guest : try await tenant.api(as: .admin)
        let answer = try await client.send(method, path)
        #expect(answer.status == status)
        #expect(answer.header("RateLimit-Limit") == "6000" && Int(answer.header("RateLimit-Remaining") ?? "") != nil)
    }
}
