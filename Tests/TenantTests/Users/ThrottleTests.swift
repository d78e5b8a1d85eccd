import Support
import Testing
import Web

struct ThrottleTests {
    @Test func afterFiveFailuresAnAccountHasToWait() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        for _ in 0..<5 { #expect(try await tenant.logIn(email: tenant.email(of: .rep), password: "wrong wrong").status == 401) }
        let blocked = try await tenant.logIn(.rep)
        expectProblem(blocked, 429)
        let seconds = try #require(blocked.header("Retry-After").flatMap { Int($0) })
        #expect((1...30).contains(seconds))
        #expect(try await tenant.logIn(.manager).status == 200, "others are none the worse for it")

        let page = try await TestBrowser(client: tenant.guest).logIn(tenant.email(of: .rep))
        #expect(page.status == 429 && page.text.contains("Too many attempts") && page.header("Retry-After") != nil)

        try await tenant.database.write("update sign_in_failures set blocked_until = now() - interval '1 second'")
        #expect(try await tenant.logIn(.rep).status == 200)
        #expect(
            try await tenant.logIn(email: tenant.email(of: .rep), password: "wrong wrong").status == 401, "success forgets the failures")
    }

    @Test func ofManyGuessesAtOnceNoMoreThanTheLimitAreLookedAt() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await tenant.logIn(email: tenant.email(of: .rep), password: "wrong wrong").status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 401 } == 5 && statuses.count { $0 == 429 } == 15, "\(statuses)")
    }

    @Test func whoSignsInOftenIsNotSlowedDown() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        for _ in 0..<60 { #expect(try await tenant.logIn(.rep).status == 200) }
    }

    @Test func eachFurtherFailureDoublesTheWait() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        var waits: [Int] = []
        for attempt in 1...8 {
            try await tenant.database.write("update sign_in_failures set blocked_until = null")
            _ = try await tenant.logIn(email: tenant.email(of: .rep), password: "wrong wrong")
            if attempt >= 5 { waits.append(Int(try await tenant.logIn(.rep).header("Retry-After") ?? "") ?? 0) }
        }
        #expect(zip(waits, [30, 60, 120, 240]).allSatisfy { $0 <= $1 && $0 > $1 - 10 }, "\(waits)")
    }

    @Test func unknownAddressesAreSlowedDownAlike() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        for _ in 0..<5 { #expect(try await tenant.logIn(email: "nobody@example.org").status == 401) }
        expectProblem(try await tenant.logIn(email: "nobody@example.org"), 429)
    }

    @Test func onePlaceThatTriesManyAccountsIsSlowedDown() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        for number in 0..<50 { _ = try await tenant.logIn(email: "nobody\(number)@example.org") }
        expectProblem(try await tenant.logIn(email: "another@example.org"), 429)
    }

    @Test func restartForgetsNothing() async throws {
        let site = try await TestSite()
        let tenant = try await site.makeTenant()
        for _ in 0..<5 { _ = try await tenant.logIn(email: tenant.email(of: .rep), password: "wrong wrong") }
        let tokens = try await tenant.logIn(.manager)
        let database = site.base.administrator
        await site.stop()
        let restarted = try await TestSite(database: database)
        let again = TestTenant(site: restarted, tenant: tenant.tenant)
        expectProblem(try await again.logIn(.rep), 429)
        #expect(try await again.client(tokens).get("/api/v1/contacts").status == 200, "sessions go on")
        await restarted.stop()
    }
}
