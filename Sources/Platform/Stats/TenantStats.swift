import Foundation
import Postgres

/// What one tenant keeps and how busy it is.
public struct TenantStats: Sendable {
    public let tenant: TenantSummary
    /// Tables and indexes on disk.
    public let bytes: Int
    public let waitingJobs: Int
    public let deadJobs: Int
    /// When anything was last recorded in its event log.
    public let lastEventAt: Date?
    /// One for each of the `TenantMeasure`'s counts, in their order.
    public let counts: [Int]
}

/// Measures tenants. What a CRM's tables are is no matter of the platform: whoever asks says what to count.
public struct TenantMeasure: Sendable {
    private let platform: Platform
    private let counts: [SQL]

    /// - Parameter counts: queries of one number each, run with the tenant's own tables in reach.
    public init(_ platform: Platform, counts: [SQL]) {
        self.platform = platform
        self.counts = counts
    }

    /// - Throws: what keeps the tenant from being measured; others are none the worse for it.
    public func stats(of tenant: TenantSummary) async throws -> TenantStats {
        guard let full = try await platform.directory.tenant(id: tenant.id) else { throw UnknownName("tenant", tenant.slug) }
        let answers = try await platform.scope(for: full, cause: .console).database.read([size(of: tenant), Self.activity] + counts)
        guard let activity = answers[1].first else { throw PostgresError.decoding("a count came back empty") }
        let (waiting, dead, last) = try activity.decode((Int, Int, Date?).self)
        return TenantStats(
            tenant: tenant, bytes: try answers[0].first?.decode(Int.self) ?? 0, waitingJobs: waiting, deadJobs: dead, lastEventAt: last,
            counts: try answers.dropFirst(2).map { try $0.first?.decode(Int.self) ?? 0 })
    }

    private func size(of tenant: TenantSummary) -> SQL {
        """
        select coalesce(sum(pg_total_relation_size(c.oid)), 0)::int8
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = \(tenant.schema.description) and c.relkind in ('r', 'm')
        """
    }

    private static let activity: SQL = """
        select (select count(*) from jobs where state in ('waiting', 'running')),
               (select count(*) from jobs where state = 'dead'),
               (select max(at) from events)
        """
}
