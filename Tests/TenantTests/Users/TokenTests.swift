import Foundation
import Platform
import Support
import Testing
import Web

@testable import Tenant

struct TokenTests {
    @Test func tokensSpeakForWhoeverAskedForThem() async throws {
        let tenant = try await SharedTenant.get()
        let answer = try await tenant.logIn(.rep)
        #expect(answer.status == 200 && answer.header("Cache-Control") == "no-store")
        #expect(answer.json["token_type"] == "Bearer" && answer.json["expires_in"] == 900)
        let me = try await tenant.client(answer).get("/api/v1/users/me")
        #expect(me.json["email"]?.string == tenant.email(of: .rep) && me.json["roles"] == ["sales_rep"])
        #expect(try await tenant.logIn(email: " REP@\(tenant.tenant.slug).TEST ").status == 200, "addresses have no case")
    }

    @Test func wrongPasswordAndUnknownAddressAreToldApartByNothing() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let wrong = try await tenant.logIn(email: tenant.email(of: .rep), password: "not-this-one")
        let unknown = try await tenant.logIn(email: "nobody@example.org")
        for answer in [wrong, unknown, try await tenant.logIn(email: "no address"), try await tenant.logIn(email: "")] {
            expectProblem(answer, 401)
            #expect(answer.sameEachTime == wrong.sameEachTime)
        }
    }

    @Test func wrongBodyIsRefusedFieldByField() async throws {
        let guest = try await SharedTenant.get().guest
        expectProblem(try await guest.post("/api/v1/auth/token", [:]), 422, naming: ["email", "password"])
        expectProblem(
            try await guest.post("/api/v1/auth/token", ["email": 1, "password": [], "x": 1]), 422, naming: ["email", "password", "x"])
        expectProblem(try await guest.post("/api/v1/auth/token", []), 400)
        expectProblem(try await guest.post("/api/v1/auth/refresh", ["token": "x"]), 422, naming: ["refresh_token", "token"])
        expectProblem(try await guest.post("/api/v1/auth/revoke", [:]), 422, naming: ["refresh_token"])
        expectWrongVerb(try await guest.get("/api/v1/auth/token"), allows: "OPTIONS", "POST")
        let form = try await guest.send("POST", "/api/v1/auth/token", body: Array("email=a".utf8), headers: ["Content-Type": "text/plain"])
        expectProblem(form, 415)
    }

    @Test func refreshTokenIsTradedForNewOnes() async throws {
        let tenant = try await SharedTenant.get()
        let first = try await tenant.logIn(.rep)
        let second = try await tenant.refresh(first)
        #expect(second.status == 200 && second.json["refresh_token"] != first.json["refresh_token"])
        #expect(try await tenant.refresh(second).status == 200)
        #expect(try await tenant.client(second).get("/api/v1/users/me").status == 200)
    }

    @Test func reusedRefreshTokenEndsTheWholeFamily() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let first = try await tenant.logIn(.rep)
        let other = try await tenant.logIn(.rep)
        let second = try await tenant.refresh(first)
        expectProblem(try await tenant.refresh(first), 401)
        expectProblem(try await tenant.refresh(second), 401)
        expectProblem(try await tenant.client(second).get("/api/v1/contacts"), 401)
        #expect(try await tenant.client(other).get("/api/v1/contacts").status == 200, "another sign-in is another family")
        #expect(try await tenant.events("user.refresh_token_reused") == 1)
    }

    @Test func ofManyWhoRefreshAtOnceNoMoreThanOneWins() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let first = try await tenant.logIn(.rep)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try await tenant.refresh(first).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // The one that won may find its family ended by the others before it has answered.
        #expect(statuses.count { $0 == 200 } <= 1 && statuses.allSatisfy { [200, 401].contains($0) })
    }

    @Test func revokedSessionCountsNoMoreFromTheNextCallOn() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let tokens = try await tenant.logIn(.rep)
        #expect(try await tenant.client(tokens).get("/api/v1/contacts").status == 200)
        let body: JSONValue = ["refresh_token": tokens.json["refresh_token"] ?? .null]
        #expect(try await tenant.guest.post("/api/v1/auth/revoke", body).status == 204)
        expectProblem(try await tenant.client(tokens).get("/api/v1/contacts"), 401)
        expectProblem(try await tenant.client(tokens).post("/api/v1/contacts", ["last_name": "X"]), 401)
        expectProblem(try await tenant.refresh(tokens), 401)
        #expect(try await tenant.guest.post("/api/v1/auth/revoke", body).status == 204, "nothing is said of unknown tokens")
        #expect(try await tenant.guest.post("/api/v1/auth/revoke", ["refresh_token": "made up"]).status == 204)
    }

    @Test func whatIsNoTokenOfThisTenantIsRefused() async throws {
        let tenant = try await SharedTenant.get()
        let tokens = try await tenant.logIn(.rep)
        let access = try #require(tokens.json["access_token"]?.string)
        let elsewhere = try await TestSite.shared().makeTenant().logIn(.admin)
        let parts = access.split(separator: ".").map(String.init)
        let none = Data("{\"alg\":\"none\",\"typ\":\"JWT\"}".utf8).base64EncodedString().replacing("=", with: "")
        for token in [
            "garbage", "", parts[0] + "." + parts[1] + ".", none + "." + parts[1] + ".", access + "x",
            parts[0] + "." + parts[1] + "x." + parts[2],
            tokens.json["refresh_token"]?.string ?? "", elsewhere.json["access_token"]?.string ?? "", String(repeating: "a", count: 5_000),
        ] {
            let client = TestClient(tenant: tenant, headers: ["Authorization": "Bearer \(token)"])
            let answer = try await client.get("/api/v1/contacts")
            expectProblem(answer, 401)
            #expect(answer.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
        }
        for scheme in ["Basic \(access)", "Bearer", access] {
            expectProblem(try await TestClient(tenant: tenant, headers: ["Authorization": scheme]).get("/api/v1/contacts"), 401)
        }
        #expect(try await TestClient(tenant: tenant, headers: ["Authorization": "bearer \(access)"]).get("/api/v1/contacts").status == 200)
    }

    @Test func accessTokenExpires() async throws {
        let tenant = try await SharedTenant.get()
        let tokens = try await tenant.logIn(.rep)
        let session = try await tenant.session(of: tokens)
        let user = try #require(UUID(uuidString: try await tenant.id(of: .rep)))
        for (age, status) in [(890.0, 200), (910, 401)] {
            let token = try await tenant.site.crm.accessTokens.issue(
                for: session, of: user, in: tenant.tenant, now: Date(timeIntervalSinceNow: -age))
            let client = TestClient(tenant: tenant, headers: ["Authorization": "Bearer \(token)"])
            #expect(try await client.get("/api/v1/contacts").status == status)
        }
    }

    @Test func expiredSessionIsNotRefreshed() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let tokens = try await tenant.logIn(.rep)
        try await tenant.database.write("update sessions set expires_at = now() - interval '1 second'")
        expectProblem(try await tenant.refresh(tokens), 401)
        expectProblem(try await tenant.client(tokens).get("/api/v1/contacts"), 401)
    }
}

extension TestTenant {
    func logIn(_ member: Cast) async throws -> TestAnswer { try await logIn(email: email(of: member)) }

    func logIn(email: String, password: String = "demo-password") async throws -> TestAnswer {
        try await guest.post("/api/v1/auth/token", ["email": .string(email), "password": .string(password)])
    }

    func refresh(_ tokens: TestAnswer) async throws -> TestAnswer {
        try await guest.post("/api/v1/auth/refresh", ["refresh_token": tokens.json["refresh_token"] ?? .null])
    }

    /// A client with the access token of an answer.
    func client(_ tokens: TestAnswer) -> TestClient {
        TestClient(tenant: self, headers: ["Authorization": "Bearer \(tokens.json["access_token"]?.string ?? "")"])
    }

    /// The session that tokens belong to.
    func session(of tokens: TestAnswer) async throws -> UUID {
        let hash = Token(tokens.json["refresh_token"]?.string ?? "")?.hash ?? []
        guard let row = try await database.read("select session_id from refresh_tokens where token_hash = \(hash)").first else {
            throw Failed("these tokens belong to no session")
        }
        return try row.decode(UUID.self)
    }
}
