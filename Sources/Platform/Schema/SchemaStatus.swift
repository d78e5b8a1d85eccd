import Foundation
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
        /// In how many of them the last try to migrate has failed.
        public let failed: Int
        /// Whether this build serves them as they are.
        public let isServed: Bool
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
            return Group(
                version: "", tenants: nil, example: "platform", pending: plan.migrations, failed: 0, isServed: false, problem: nil)
        }
        let ledger = try await client.perform(SchemaLedger(schema: "platform").settings, SchemaLedger.applied).decode(AppliedMigration.self)
        return try await group(version: "", tenants: nil, example: "platform") { try plan.pending(after: ledger) }
    }

    /// The tenants by recorded version, those that are current first. One query, and one more for each version that is behind.
    public func tenantGroups() async throws -> [Group] {
        guard try await isInstalled() else { return [] }
        let rows = try await client.perform(
            UnitSettings(),
            """
            select schema_version, count(*), min(slug), array_agg(id) from platform.tenants
            where state = any(\(Tenant.State.withSchema.map(\.rawValue)))
            group by schema_version order by schema_version <> \(platform.schemaPlan.version), min(slug)
            """)
        let failed = try await MigrationFailures.tenants(client)
        var groups: [Group] = []
        for row in rows {
            let (version, count, slug, ids) = try row.decode((String, Int, String, [UUID]).self)
            groups.append(try await tenantGroup(version, count, failed.intersection(ids).count, example: slug))
        }
        return groups
    }

    private func tenantGroup(_ version: String, _ count: Int, _ failed: Int, example: String) async throws -> Group {
        let isCurrent = version == platform.schemaPlan.version
        return try await group(version: version, tenants: count, example: example, failed: failed) {
            isCurrent ? [] : try platform.schemaPlan.pending(after: await ledger(of: example))
        }
    }

    private func ledger(of slug: String) async throws -> [AppliedMigration] {
        let rows = try await client.perform(UnitSettings(), "select id from platform.tenants where slug = \(slug)")
        guard let id = try rows.first?.decode(UUID.self) else { throw UnknownName("tenant", slug) }
        let ledger = SchemaLedger(schema: SchemaName(tenantID: id).description)
        return try await client.perform(ledger.settings, SchemaLedger.applied).decode(AppliedMigration.self)
    }

    private func group(
        version: String, tenants: Int?, example: String, failed: Int = 0, _ pending: () async throws -> [Migration]
    ) async throws -> Group {
        let isServed = tenants == nil || platform.schemaPlan.acceptance(of: version) == .accepted
        let make = { (pending: [Migration], problem: String?) in
            Group(
                version: version, tenants: tenants, example: example, pending: pending, failed: failed, isServed: isServed, problem: problem
            )
        }
        do {
            return make(try await pending(), nil)
        } catch {
            return make([], "\(error)")
        }
    }
}
