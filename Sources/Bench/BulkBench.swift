import Foundation
import Platform
import Postgres
import Web

/// Rows a bulk change edits per second, its events included, against one UPDATE of the same column of the same rows; and rows
/// per second of taking it back.
struct BulkBench {
    private let site: BenchSite
    private static let sizes = [5_000, 50_000]

    static let names = sizes.flatMap { size in ["edit", "undo"].map { name($0, size) } }

    private static func name(_ deed: String, _ size: Int) -> String {
        size == sizes[0] ? "bulk_\(deed)" : "bulk_\(deed)_\(size / 1_000)k"
    }

    init(_ site: BenchSite) {
        self.site = site
    }

    func measure() async throws -> [BenchResult] {
        var results: [BenchResult] = []
        for size in Self.sizes {
            try await perform([fill(size), "analyze contacts"])
            let plain = try await seconds { try await perform([Self.plainUpdate]) }
            let batch = try await batch(
                "/api/v1/contacts/batches", #"{"action":"edit","values":{"source":"Fair"},"filter":\#(Self.filter)}"#)
            let reversal = try await self.batch("/api/v1/batches/\(batch.id)/reversal", "{}")
            try await perform(["delete from contacts where email like 'bulk%'"])
            let yardstick = Double(size) / plain
            let measured: [(deed: String, seconds: Double, goal: Double?)] = [
                ("edit", batch.seconds, 0.3), ("undo", reversal.seconds, nil),
            ]
            for (deed, seconds, goal) in measured {
                let rate = Double(size) / seconds
                results.append(
                    BenchResult(
                        name: Self.name(deed, size), value: rate, unit: "rows/s", ratio: rate / yardstick,
                        yardstick: "UPDATE (\(Int(yardstick)) rows/s)", goal: goal))
            }
        }
        return results
    }

    private static let filter = #"{"field":"email","op":"starts","value":"bulk"}"#
    private static let plainUpdate: SQL = """
        update contacts set version = version + 1, updated_at = now(), source = 'Mail' where email like 'bulk%'
        """

    private func fill(_ count: Int) -> SQL {
        """
        insert into contacts (id, first_name, last_name, email, emails, source, owner_id, search, sort_name, created_at, updated_at)
        select gen_random_uuid(), 'First' || n % 1000, 'Last' || n % 5000, 'bulk' || n || '@example.com',
            jsonb_build_array(jsonb_build_object(
                'address', 'bulk' || n || '@example.com', 'label', '', 'primary', true, 'opted_out', false, 'bounced', false)),
            'Web form', (select id from users where 'admin' = any(roles) limit 1),
            'first' || n % 1000 || ' last' || n % 5000 || ' bulk' || n || '@example.com', 'last' || n % 5000, now(), now()
        from generate_series(1, \(count)) n
        """
    }

    private func perform(_ statements: [SQL]) async throws {
        let settings = BenchData.settings(of: site.tenants[0])
        try await withClient(site.database, logger: benchLogger) { client in
            for statement in statements { _ = try await client.perform(settings, statement) }
        }
    }

    private func seconds(_ work: () async throws -> Void) async rethrows -> Double {
        let began = ContinuousClock.now
        try await work()
        return (ContinuousClock.now - began) / .seconds(1)
    }

    /// As a client does it: begin, then wait for the end. The time is the batch's own, from its beginning to its end.
    private func batch(_ path: String, _ body: String) async throws -> (id: String, seconds: Double) {
        var state = try await site.json("POST", path, body: body)
        while state["state"] == "running" {
            try await Task.sleep(for: .milliseconds(50))
            state = try await site.json("GET", "/api/v1/batches/\(state["id"]?.string ?? "")")
        }
        guard state["state"] == "done", let began = state["created_at"]?.string.flatMap({ Instant.parse($0) }),
            let ended = state["finished_at"]?.string.flatMap({ Instant.parse($0) })
        else {
            throw ServerSilent()
        }
        return (state["id"]?.string ?? "", max(ended.timeIntervalSince(began), 0.001))
    }
}
