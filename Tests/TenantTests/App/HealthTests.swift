import Foundation
import Platform
import Support
import Testing
import Web

struct HealthTests {
    @Test func metricsOpenWithTheTokenAlone() async throws {
        let guest = try await SharedTenant.get().guest
        for header in [
            [:], ["Authorization": "Bearer wrong"], ["Authorization": "Bearer metrics-for-testz"], ["Authorization": "metrics-for-tests"],
        ] {
            #expect(try await guest.get("/metrics", headers: header).status == 404)
        }
        let answer = try await guest.get("/metrics", headers: ["Authorization": "Bearer metrics-for-tests"])
        #expect(answer.status == 200 && answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
    }

    @Test func requestsAreCountedUnderTheirRoutes() async throws {
        let tenant = try await SharedTenant.get()
        let api = try await tenant.api(as: .admin)
        _ = try await api.get("/api/v1/contacts/\(unknownID)")
        _ = try await tenant.guest.get("/no/such/place/\(UUID())")
        // A request is counted once its answer has gone out, which its client does not wait for.
        try await eventually {
            let text = try await tenant.guest.get("/metrics", headers: ["Authorization": "Bearer metrics-for-tests"]).text
            #expect(!text.contains("/no/such/place"))
            return ["/api/v1/contacts/{id}", "none"].allSatisfy { route in
                text.contains("tessera_http_requests_total{method=\"GET\",route=\"\(route)\",status=\"4xx\"}")
            }
        }
    }

    @Test func healthAnswersOnAnyHost() async throws {
        let guest = try await SharedTenant.get().guest
        for path in ["/health/live", "/health/ready"] {
            let answer = try await guest.get(path, headers: ["Host": "10.0.0.7"])
            #expect(answer.status == 200 && answer.text == "ok\n")
        }
    }

    @Test func aRequestCanBeFollowedThroughEventsAndJobs() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let id = "follow-\(UUID().uuidString.prefix(8))"
        let api = try await tenant.api(as: .admin)
        let contact = try await api.post("/api/v1/contacts", ["last_name": "Followed"], headers: ["X-Request-Id": id])
        #expect(contact.header("X-Request-Id") == id)
        let admin = try await tenant.browser(as: .admin)
        let page = try await admin.get("/settings/users")
        let fields = ["email": "new@example.org", "name": "New Person", "roles": "sales_rep"]
        let form = try #require(page.forms.first { $0.fields.keys.contains("email") }, "\(page.forms.map(\.action))")
        #expect(try await admin.post(form.action, form.fields.merging(fields) { $1 }, headers: ["X-Request-Id": id + "-2"]).status == 303)
        let events = try await tenant.database.read("select kind from events where request_id = \(id)").map { try $0.decode(String.self) }
        #expect(events == ["contact.created"])
        let jobs = try await tenant.database.read("select kind from jobs where request_id = \(id + "-2")").map {
            try $0.decode(String.self)
        }
        #expect(jobs == ["mail.send"])
    }
}
