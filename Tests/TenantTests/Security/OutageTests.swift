import Foundation
import Postgres
import Support
import Testing

/// A database that is gone for a while.
struct OutageTests {
    @Test func requestsWaitThenAreToldToComeBackAndNothingIsLost() async throws {
        let server = try overTCP(TestCluster.url())
        let proxy = try TCPProxy(to: UInt16(try #require(URLComponents(string: server)?.port)))
        var database = try PostgresClient.Configuration(url: overTCP(server, port: proxy.port))
        database.database = try await TestCluster.makeDatabase().database
        let site = try await TestSite(database: database)
        let tenant = try await site.makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        let contact = try await admin.create("contacts", ["last_name": "Acknowledged"])

        proxy.set(.refuse)
        proxy.cut()
        async let opening = browser.get("/contacts")
        async let writing = admin.post("/api/v1/contacts", ["last_name": "Refused"])
        let (answer, page, write) = (try await admin.get("/api/v1/contacts"), try await opening, try await writing)
        expectProblem(answer, 503)
        expectProblem(write, 503)
        #expect(page.status == 503 && page.text.contains("<h1>"))
        for answer in [answer, page, write] { #expect(Int(answer.header("Retry-After") ?? "") ?? 0 > 0) }

        async let waiting = admin.get("/api/v1/contacts")
        proxy.set(.pass)
        let patient = try await waiting
        #expect(patient.status == 200, "whoever waits is served as soon as it is back")
        #expect(try await admin.get("/api/v1/contacts").ids == [contact.id])
        await site.stop()
        proxy.stop()
    }
}
