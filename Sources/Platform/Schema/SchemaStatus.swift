import Postgres

/// Which schemas are behind this build, without touching any.
public struct SchemaStatus: Sendable {
    /// Schemas that are at one version and so lack the same migrations.
    public struct Group: Sendable {
        /// The schema's `version` as recorded; empty for the platform's.
        public let version: String
        /// How many tenants; nil for the platform's own schema.
        public let tenants: Int?
        /// One of them, which speaks for the others.
        public let example: String
        public let pending: [Migration]
        /// Why this build must not touch them.
        public let problem: String?

        public var isCurrent: Bool { pending.isEmpty && problem == nil }
    }

    private let platform: Platform
    private var client: PostgresClient { platform.client }

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// Whether there is a `platform` schema with tables at all.
    public func isInstalled() async throws -> Bool {
        try await !client.perform(UnitSettings(), "select 1 where to_regclass('platform.tenants') is not null").isEmpty
    }

    /// The platform's own schema.
    public func platformGroup() async throws -> Group {
        let plan = PlatformSchema.plan
        guard try await isInstalled() else {
            return Group(version: "", tenants: nil, example: "platform", pending: plan.migrations, problem: nil)
        }
        let ledger = try await client.perform(SchemaLedger(schema: "platform").settings, SchemaLedger.applied).decode(AppliedMigration.self)
        return group(version: "", tenants: nil, example: "platform") { try plan.pending(after: ledger) }
    }

    /// The tenants by recorded version, those that are current first. One query, and one more for each version that is behind.
    public func tenantGroups() async throws -> [Group] {
        guard try await isInstalled() else { return [] }
        let rows = try await client.perform(
            UnitSettings(),
            """
            select schema_version, count(*), min(slug) from platform.tenants
            where state in ('active', 'read_only', 'suspended')
            group by schema_version order by schema_version <> \(platform.schemaPlan.version), min(slug)
            """)
        var groups: [Group] = []
        for row in rows {
            let (version, count, slug) = try row.decode((String, Int, String).self)
            groups.append(try await tenantGroup(version, count, example: slug))
        }
        return groups
    }

    private func tenantGroup(_ version: String, _ count: Int, example: String) async throws -> Group {
        if version == platform.schemaPlan.version {
            return Group(version: version, tenants: count, example: example, pending: [], problem: nil)
        }
        guard let tenant = try await platform.directory.tenant(slug: example) else { throw UnknownName("tenant", example) }
        let ledger = try await client.perform(
            SchemaLedger(schema: tenant.schema.description).settings, SchemaLedger.applied
        ).decode(AppliedMigration.self)
        return group(version: version, tenants: count, example: example) { try platform.schemaPlan.pending(after: ledger) }
    }

    private func group(version: String, tenants: Int?, example: String, _ pending: () throws -> [Migration]) -> Group {
        do {
            return Group(version: version, tenants: tenants, example: example, pending: try pending(), problem: nil)
        } catch {
            return Group(version: version, tenants: tenants, example: example, pending: [], problem: "\(error)")
        }
    }
}
