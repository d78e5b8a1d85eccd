import Foundation
import Platform
import Postgres

/// What the palette answers while somebody types, in a tenant with a million contacts: letter by letter, names, addresses, numbers,
/// slips of the finger, and what nothing is like.
struct PaletteBench {
    private static let contacts = 1_000_000
    private static let rounds = 12
    private static let typed = [
        "s", "sm", "smi", "smit", "smith", "mary sm", "mary smith", "smith mary", "j", "jo", "john", "johnson", "johnson jam", "ba", "bada",
        "badason", "mary.smith12@exa", "mary.smith12@example1.com", "155512345", "+1 555 99", "jonhson", "schmitd", "garcai maria", "zzqx",
        "contacts",
    ]

    private let site: BenchSite

    init(_ site: BenchSite) {
        self.site = site
    }

    func measure() async throws -> [BenchResult] {
        say("making a million contacts with names as people have them")
        let settings = BenchData.settings(of: site.tenants[0])
        try await withClient(site.database, logger: benchLogger) { client in
            try await client.perform(
                settings, ["truncate contacts, contact_emails, contact_phones", BenchPeople.contacts(Self.contacts), BenchPeople.words])
            _ = try await client.executeOutsideTransaction("vacuum analyze")
        }
        let calls = try await calls()
        for call in calls { _ = try await time(of: call) }
        var times: [Double] = []
        for _ in 0..<Self.rounds {
            for call in calls { times.append(try await time(of: call)) }
        }
        times.sort()
        let share = { (part: Double) in times[min(Int(Double(times.count) * part), times.count - 1)] }
        return [
            BenchResult(
                name: "search_palette_1m", value: share(0.95), unit: "ms p95", p50: share(0.5), p99: share(0.99), goal: 50,
                smallerIsBetter: true)
        ]
    }

    private func calls() async throws -> [Load.Call] {
        guard let signedIn = try await site.browserCalls("/").first else { throw ServerSilent() }
        return Self.typed.map { typed in
            let words = typed.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return Load.Call(path: "/search/palette?q=\(words)", host: signedIn.host, cookie: signedIn.cookie)
        }
    }

    /// Milliseconds.
    private func time(of call: Load.Call) async throws -> Double {
        let began = ContinuousClock.now
        let body = try await site.send(call, cookie: call.cookie).body
        let time = (ContinuousClock.now - began) / .milliseconds(1)
        guard String(decoding: body, as: UTF8.self).contains("role=\"option\"") else { throw ServerSilent() }
        return time
    }
}
