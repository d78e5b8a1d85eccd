import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@testable import Platform

struct MetricsTests {
    @Test func requestsAreCountedByRouteAndKindOfAnswer() {
        let metrics = RequestMetrics()
        for milliseconds in [1, 3, 30_000] {
            metrics.note(ServedRequest(method: "GET", route: "/contacts/{id}", status: 200, duration: .milliseconds(milliseconds)))
        }
        metrics.note(ServedRequest(method: "GET", route: "/contacts/{id}", status: 404, duration: .milliseconds(1)))
        metrics.note(ServedRequest(method: "GET", route: nil, status: 404, duration: .milliseconds(1)))
        var text = MetricsText()
        metrics.write(to: &text)
        let lines = text.text.split(separator: "\n").map { String($0) }
        let labels = "method=\"GET\",route=\"/contacts/{id}\""
        #expect(lines.contains("tessera_http_requests_total{\(labels),status=\"2xx\"} 3"))
        #expect(lines.contains("tessera_http_requests_total{\(labels),status=\"4xx\"} 1"))
        #expect(lines.contains("tessera_http_requests_total{method=\"GET\",route=\"none\",status=\"4xx\"} 1"))
        let name = "tessera_http_request_duration_seconds"
        #expect(lines.contains("\(name)_bucket{\(labels),le=\"0.001\"} 2"))
        #expect(lines.contains("\(name)_bucket{\(labels),le=\"0.005\"} 3"))
        #expect(lines.contains("\(name)_bucket{\(labels),le=\"10.0\"} 3"))
        #expect(lines.contains("\(name)_bucket{\(labels),le=\"+Inf\"} 4"))
        #expect(lines.contains("\(name)_count{\(labels)} 4"))
        #expect(lines.contains { $0.hasPrefix("\(name)_sum{\(labels)} 30.00") })
    }

    @Test func labelsCannotBreakOutOfTheirQuotes() {
        var text = MetricsText()
        text.sample("a", [("b", "x\"} 1\nevil \\")], 2)
        #expect(text.text == "a{b=\"x\\\"} 1\\nevil \\\\\"} 2\n")
    }

    @Test func everySampleHasItsFamilySaidOnceBefore() async throws {
        let site = try await Fleet.shared()
        let test = UUID()
        let tenant = try await site.makeTenant()
        try await site.database(of: tenant).transaction { try await $0.enqueue(TestJob(test: test)) }
        try await eventually {
            let text = await site.platform.metricsText()
            return text.contains("tessera_jobs_total{kind=\"test\",outcome=\"done\"}")
        }
        let text = await site.platform.metricsText()
        var families: Set<String> = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                #expect(families.insert(String(line.split(separator: " ")[2])).inserted, "\(line)")
            } else if !line.hasPrefix("#") {
                let name = String(line.prefix { $0 != "{" && $0 != " " })
                #expect(families.contains(name) || families.contains(name.replacing(#/_(bucket|sum|count)$/#, with: "")), "\(line)")
                #expect(Double(line.split(separator: " ").last ?? "") != nil, "\(line)")
            }
        }
        let wanted = [
            "tessera_postgres_connections", "tessera_postgres_statements_total", "tessera_live_streams", "tessera_tenants_due",
            "tessera_jobs_running", "process_resident_memory_bytes", "tessera_uptime_seconds",
        ]
        #expect(Set(wanted).isSubset(of: families))
    }

    @Test func aServerIsReadyUntilItDrains() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        #expect(await site.platform.unreadiness() == nil)
        try await site.owner.client.perform(
            UnitSettings(), "insert into platform._migrations (id, checksum, build) values ('platform/of-tomorrow', 'x', '9')")
        #expect(await site.platform.unreadiness() == nil, "the next release's schema serves this build")
        try await site.owner.client.perform(
            UnitSettings(), "delete from platform._migrations where id in ('platform/of-tomorrow', 'platform/jobs-001')")
        #expect(await site.platform.unreadiness() == "the platform schema is behind")
        site.platform.live.close()
        #expect(await site.platform.unreadiness() == "draining")
        await site.stop()
    }

    @Test func aServerWithoutADatabaseLivesButIsNotReady() async throws {
        let site = try await TestPlatform(features: [Fleet.feature()])
        await site.stop()
        #expect(await site.platform.unreadiness() == "the database cannot be reached")
    }
}
