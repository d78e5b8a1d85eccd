import Foundation
import Platform
import Postgres

extension TestTenant {
    /// What `request` is answered where somebody else commits `change` after it has read a row, and before it writes to it.
    /// - Parameter row: names the row: `notes where id = …`.
    public func overtaking(
        _ row: SQL, by change: SQL, _ request: @escaping @Sendable () async throws -> TestAnswer
    ) async throws -> TestAnswer {
        let slower = try await database.transaction { transaction in
            let pid = try await transaction.query("select pg_backend_pid()::bigint from \(row) for update").first?.decode(Int.self)
            guard let pid else { throw Failed("there is no such row") }
            let slower = Task { try await request() }
            try await eventually {
                let blocked = try await site.administer("select pid from pg_stat_activity where \(pid)::int = any(pg_blocking_pids(pid))")
                return !blocked.isEmpty
            }
            try await transaction.execute(change)
            return slower
        }
        return try await slower.value
    }
}
