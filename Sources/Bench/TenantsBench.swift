import Foundation
import Platform
import Postgres

/// The list asked by many tenants in turn, against the first fifty of them alone: what prepared statements and catalogues of a
/// whole fleet cost. Run it with `--tenants 1000`.
struct TenantsBench {
    private static let few = 50

    private let site: BenchSite
    private let load: Load

    init(_ site: BenchSite, _ load: Load) {
        (self.site, self.load) = (site, load)
    }

    func measure() async throws -> [BenchResult] {
        let all = site.calls("/api/v1/contacts?fields=first_name,last_name,email,phone,created_at")
        let few = Array(all.prefix(Self.few))
        _ = try load.run(all.shuffled(), port: site.port)
        let rounds = try (0..<3).map { _ in
            (many: try load.run(all.shuffled(), port: site.port), few: try load.run(few.shuffled(), port: site.port))
        }
        let many = rounds.map(\.many).median(by: \.perSecond)
        let rate = rounds.map(\.few.perSecond).median { $0 }
        return [
            BenchResult(
                name: "tenants_\(all.count)", value: many.perSecond, unit: "req/s", p50: many.p50, p99: many.p99,
                ratio: many.perSecond / rate, yardstick: "\(few.count) tenants (\(Int(rate))/s)", goal: 0.7),
            BenchResult(
                name: "tenants_\(all.count)_backend", value: try await largestBackend(), unit: "MB", goal: 100, smallerIsBetter: true),
        ]
    }

    /// The memory that the server's largest connection holds for itself, in megabytes.
    private func largestBackend() async throws -> Double {
        let role = site.serverRole
        let processes = try await withClient(site.database, logger: benchLogger) { client in
            try await client.perform(UnitSettings(), "select pid from pg_stat_activity where usename = \(role)").map {
                try $0.decode(Int.self)
            }
        }
        return processes.map { Self.privateMemory(of: $0) }.max() ?? 0
    }

    private static func privateMemory(of process: Int) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("Private_") }
        return Double(lines.compactMap { Int($0.filter(\.isNumber)) }.reduce(0, +)) * 1_024 / 1e6
    }
}
