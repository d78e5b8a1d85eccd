import Foundation
import Platform
import Postgres

/// Lists, filters and searches of a tenant with a million contacts, a few clients at a time: what a person waits for.
struct MillionBench {
    private static let contacts = 1_000_000
    private static let companies = 20_000
    private static let paths = [
        ("newest", ""), ("by_name", "?sort=last_name"), ("filter", "?filter%5Blifecycle_stage%5D%5Beq%5D=customer&sort=-created_at"),
        ("filter_rare", "?filter%5Blifecycle_stage%5D%5Beq%5D=former"), ("email", "?filter%5Bemail%5D%5Beq%5D=person777@example277.com"),
        ("search", "?q=last4711"), ("search_short", "?q=zq"), ("search_two_words", "?q=first91%20last47"), ("total", "?total=true&limit=1"),
    ]

    /// Three conditions on contacts and one on their company, in the usual order and in another; `@` is an industry of many.
    private static let related =
        "?limit=50&filter%5Blifecycle_stage%5D%5Beq%5D=customer&filter%5Bdo_not_contact%5D%5Beq%5D=false"
        + "&filter%5Bcreated_at%5D%5Bafter%5D=24_months_ago"
        + "&filter=%7B%22related%22:%22company%22,%22where%22:%7B%22field%22:%22industry%22,%22op%22:%22eq%22,%22value%22:%22@%22%7D%7D"

    static let names = paths.map { name(of: $0.0) } + [nameOfRelated]
    private static let nameOfRelated = "contacts_filter_three_relation_1m"

    private static func name(of path: String) -> String { "contacts_1m_\(path)" }

    private let site: BenchSite
    private let load: Load

    init(_ site: BenchSite, _ load: Load) {
        (self.site, self.load) = (site, load)
    }

    func measure() async throws -> [BenchResult] {
        say("making a million contacts")
        let settings = BenchData.settings(of: site.tenants[0])
        try await withClient(site.database, logger: benchLogger) { client in
            try await client.perform(
                settings,
                [
                    "truncate contacts, contact_emails, contact_phones", BenchData.companies(Self.companies),
                    BenchData.contacts(Self.contacts),
                ])
            _ = try await client.executeOutsideTransaction("vacuum analyze")
        }
        return try Self.paths.map { name, query in
            let call = try unwrapped(site.calls("/api/v1/contacts" + query).first)
            _ = try Load(seconds: 1).run([call], port: site.port, connections: 2)
            let result = try load.run([call], port: site.port, connections: 2)
            return BenchResult(
                name: Self.name(of: name), value: result.p99, unit: "ms", p50: result.p50, p99: result.p99, goal: 10,
                smallerIsBetter: true)
        } + [try measureRelated()]
    }

    private func measureRelated() throws -> BenchResult {
        let paths = (0..<BenchData.industries).flatMap { number in
            let path = "/api/v1/contacts" + Self.related.replacing("@", with: BenchData.industry(number).replacing(" ", with: "%20"))
            return [path, path + "&sort=last_name"]
        }
        let calls = try paths.map { try unwrapped(site.calls($0).first) }
        _ = try Load(seconds: 2).run(calls, port: site.port, connections: 2)
        let result = try load.run(calls, port: site.port, connections: 2)
        return BenchResult(
            name: Self.nameOfRelated, value: result.p95, unit: "ms (p95)", p50: result.p50, p99: result.p99, goal: 30,
            smallerIsBetter: true)
    }

    private func unwrapped(_ call: Load.Call?) throws -> Load.Call {
        guard let call else { throw ServerSilent() }
        return call
    }
}
