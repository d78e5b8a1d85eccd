import Support
import Testing
import Web

/// What people see when something is wrong: a page in the tenant's brand, which gives away nothing.
struct FailurePageTests {
    @Test func everyFailureIsAPageInTheBrand() async throws {
        let tenant = try await SharedTenant.get()
        let browser = try await tenant.browser(as: .viewer)
        let foreign = ["Origin": "https://evil.example", "Content-Type": "application/x-www-form-urlencoded"]
        for (answer, status) in [
            (try await browser.get("/nowhere"), 404), (try await browser.get("/contacts/not-an-id"), 404),
            (try await browser.get("/settings/users"), 403),
            (try await browser.get("/contacts?colour=red"), 422),
            (try await browser.send("PUT", "/contacts", headers: ["Sec-Fetch-Site": "same-origin"]), 405),
            (try await browser.send("POST", "/contacts", body: [], headers: foreign), 403), (try await browser.get("/contacts?q=%00"), 400),
        ] {
            #expect(answer.status == status)
            #expect(answer.header("Content-Type") == "text/html; charset=utf-8" && answer.header("Cache-Control") == "no-store")
            #expect(answer.text.contains(tenant.tenant.name) && answer.text.contains("Reference: "), "\(status)")
            #expect(!answer.text.contains("Tessera") && answer.header("Content-Security-Policy") != nil)
        }
    }

    @Test func whatBreaksInsideStaysInside() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let schema = scene.tenant.tenant.schema.description
        try await scene.tenant.site.administer(.init(unchecked: "alter table \(schema).contacts rename column job_title to broken"))
        let (page, answer) = (
            try await browser.get("/contacts/\(scene.ofAdmin.id)"), try await scene.admin.get(scene.address(scene.ofAdmin))
        )
        #expect(page.status == 500 && page.text.contains(scene.tenant.tenant.name) && page.text.contains("Something went wrong"))
        expectProblem(answer, 500)
        for text in [page.text, answer.text] {
            for secret in ["job_title", "column", "PostgreSQL", "select", schema, "42703"] { #expect(!text.contains(secret), "\(secret)") }
        }
        #expect(try await browser.get("/companies").status == 200)
    }

    @Test func programsThatAskForPagesInJSONGetProblems() async throws {
        let browser = try await SharedTenant.get().browser(as: .viewer)
        expectProblem(try await browser.send("GET", "/nowhere", headers: ["Accept": "application/json"]), 404)
    }

    @Test func hostsThatAreNotOursAreNotAnswered() async throws {
        let tenant = try await SharedTenant.get()
        let port = tenant.site.port
        for host in ["evil.example", "a.b.localhost:\(port)", "nobody.localhost:\(port)", "127.0.0.1:\(port)", "admin.localhost:\(port)"] {
            let answer = try await tenant.guest.get("/login", headers: ["Host": host])
            #expect(answer.status == 404, "\(host)")
        }
        #expect(try await tenant.guest.get("/", headers: ["Host": "localhost:\(port)"]).status == 200)
        #expect(try await tenant.guest.get("/login", headers: ["Host": tenant.host.uppercased()]).status == 200)
    }

    @Test func healthAnswersOnAnyHostAndMetricsToWhoHoldsTheToken() async throws {
        let guest = try await SharedTenant.get().guest
        for path in ["/health/live", "/health/ready"] {
            let answer = try await guest.get(path, headers: ["Host": "10.0.0.1"])
            #expect(answer.status == 200 && answer.text == "ok\n")
        }
        #expect(try await guest.get("/metrics").status == 404)
        #expect(try await guest.get("/metrics", headers: ["Authorization": "Bearer wrong"]).status == 404)
        let metrics = try await guest.get("/metrics", headers: ["Authorization": "Bearer metrics-for-tests"])
        #expect(metrics.status == 200 && metrics.text.contains("tessera_postgres_connections "))
    }
}
