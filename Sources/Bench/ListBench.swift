import Foundation
import Platform
import Tenant

/// A page of 25 contacts as JSON against its two ceilings: HTTP without work, and the work without HTTP. Medians of three
/// rounds in turn, so that whatever else the machine does meets all of them.
struct ListBench {
    /// What a list on a screen shows, as a client would ask for it.
    private static let columns = [
        "first_name", "last_name", "job_title", "email", "phone", "company_id", "owner_id", "lifecycle_stage", "created_at",
    ]

    private let site: BenchSite
    private let load: Load

    init(_ site: BenchSite, _ load: Load) {
        (self.site, self.load) = (site, load)
    }

    /// The columns of a list, and whole contacts with all of their entries.
    func measure() async throws -> [BenchResult] {
        let hello = try HelloServer(port: site.helloPort)
        defer { hello.stop() }
        try await BenchSite.wait(for: site.helloPort)
        return try measure("contacts_list_json", fields: Self.columns, goals: (0.4, 0.28))
            + measure("contacts_list_json_whole", fields: nil, goals: nil)
    }

    private struct Round {
        let list: LoadResult
        let hello: LoadResult
        let database: Double
    }

    private func measure(_ name: String, fields: [String]?, goals: (hello: Double, database: Double)?) throws -> [BenchResult] {
        let calls = site.calls("/api/v1/contacts" + (fields.map { "?fields=" + $0.joined(separator: ",") } ?? ""))
        _ = try Load(seconds: 2).run(calls, port: site.port)
        let rounds = try (0..<3).map { _ in
            Round(
                list: try load.run(calls, port: site.port), hello: try load.run([Load.Call(path: "/")], port: site.helloPort),
                database: try PGBench(site).contactsList(fields, seconds: load.seconds))
        }
        let crowd = try load.run(calls, port: site.port, connections: 256)
        let list = rounds.map(\.list).median(by: \.perSecond)
        let hello = rounds.map(\.hello.perSecond).median { $0 }
        let database = rounds.map(\.database).median { $0 }
        return [
            BenchResult(
                name: name, value: list.perSecond, unit: "req/s", p50: list.p50, p99: list.p99, ratio: list.perSecond / hello,
                yardstick: "hello on one event loop (\(Int(hello))/s)", goal: goals?.hello),
            BenchResult(
                name: name + "_db", value: list.perSecond, unit: "req/s", ratio: list.perSecond / database,
                yardstick: "pgbench (\(Int(database))/s)", goal: goals?.database),
            BenchResult(name: name + "_256", value: crowd.perSecond, unit: "req/s", p50: crowd.p50, p99: crowd.p99),
        ]
    }
}
