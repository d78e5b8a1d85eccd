import Postgres

/// All tenants of the platform, as operators ask for them.
public struct TenantRegister: Sendable {
    private let client: PostgresClient

    public init(_ platform: Platform) {
        client = platform.client
    }

    /// By slug; purged tenants and spares only if the selector names that state.
    /// - Parameter withSpares: spares as well, for what concerns all schemas.
    public func list(
        _ selector: TenantSelector = TenantSelector(), limit: Int? = nil, withSpares: Bool = false
    ) async throws -> [TenantSummary] {
        try await client.perform(
            UnitSettings(),
            """
            select \(Self.columns) from \(Self.tables)
            where \(selector.condition) and (t.state <> 'purged' or \(selector.state == .purged))
                and (t.state <> 'spare' or \(withSpares || selector.state == .spare))
            order by t.slug limit \(limit)
            """
        ).decode(TenantSummary.self)
    }

    /// - Throws: `UnknownName`.
    public func find(slug: String) async throws -> TenantSummary {
        let rows = try await client.perform(
            UnitSettings(), "select \(Self.columns) from \(Self.tables) where t.slug = \(slug) and t.state not in ('spare', 'purged')")
        guard let tenant = try rows.decode(TenantSummary.self).first else { throw UnknownName("tenant", slug) }
        return tenant
    }

    private static let columns: SQL = """
        t.id, t.slug, t.name, t.state, s.plan, s.trial_ends_at, t.schema_version, t.created_at, t.updated_at, t.purge_at
        """

    private static let tables: SQL = "platform.tenants t left join platform.subscriptions s on s.tenant_id = t.id"
}
