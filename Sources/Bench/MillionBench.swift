import Foundation
import Platform
import Postgres

/// Lists, filters and searches of a tenant with a million contacts, a few clients at a time: what a person waits for.
struct MillionBench {
    private static let contacts = 1_000_000
    private static let paths = [
        ("newest", ""), ("by_name", "?sort=last_name"), ("filter", "?filter%5Blifecycle_stage%5D%5Beq%5D=customer&sort=-created_at"),
        ("filter_rare", "?filter%5Blifecycle_stage%5D%5Beq%5D=former"), ("email", "?filter%5Bemail%5D%5Beq%5D=person777@example277.com"),
        ("search", "?q=last4711"), ("search_short", "?q=zq"), ("search_two_words", "?q=first91%20last47"), ("total", "?total=true&limit=1"),
    ]

    private let site: BenchSite
    private let load: Load

    init(_ site: BenchSite, _ load: Load) {
        (self.site, self.load) = (site, load)
    }

    func measure() async throws -> [BenchResult] {
        say("making a million contacts")
        let settings = BenchData.settings(of: site.tenants[0])
        try await withClient(site.database, logger: benchLogger) { client in
            try await client.perform(settings, ["truncate contacts, contact_emails, contact_phones", BenchData.contacts(Self.contacts)])
            _ = try await client.executeOutsideTransaction("vacuum analyze")
        }
        return try Self.paths.map { name, query in
            let call = try unwrapped(site.calls("/api/v1/contacts" + query).first)
            _ = try Load(seconds: 1).run([call], port: site.port, connections: 2)
            let result = try load.run([call], port: site.port, connections: 2)
            return BenchResult(
                name: "contacts_1m_\(name)", value: result.p99, unit: "ms", p50: result.p50, p99: result.p99, goal: 10,
                smallerIsBetter: true)
        }
    }

    private func unwrapped(_ call: Load.Call?) throws -> Load.Call {
        guard let call else { throw ServerSilent() }
        return call
    }
}
