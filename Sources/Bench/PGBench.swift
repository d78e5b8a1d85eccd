import Foundation
import Platform
import Tenant

/// The yardstick for the database: the same statement, prepared, without the product around it.
struct PGBench {
    private let site: BenchSite

    init(_ site: BenchSite) {
        self.site = site
    }

    /// Runs for about `seconds`, counted in statements: this process' children do not get the alarm that ends a timed run.
    /// - Returns: statements per second over eight connections.
    func contactsList(_ fields: [String]?, seconds: Int) throws -> Double {
        let text = try contactsListStatement(fields: fields).text
        let script = NSTemporaryDirectory() + "/bench-\(UUID().uuidString).sql"
        try (text.replacingOccurrences(of: "\n", with: " ") + ";\n").write(toFile: script, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: script) }
        let url = site.environment["DATABASE_URL"] ?? ""
        let output = try Program(
            Program.find("pgbench"), ["-n", "-M", "prepared", "-c", "8", "-j", "1", "-t", "\(seconds * 3_000)", "-f", script, url],
            environment: ["PGOPTIONS": "-c search_path=\(site.tenants[0].schema),extensions"], keepsOutput: true
        ).finish()
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let rate = line.dropFirst(6).split(separator: " ").first.flatMap({ Double($0) })
        else { throw LoadFailed(output: output) }
        return rate
    }
}
