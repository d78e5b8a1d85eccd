import Foundation
import Postgres
import Web

/// Indexes that a tenant wants besides those that every tenant has, such as for a field of its own. The tenant's role may not
/// build them, so it only says what it wants; whoever has the owner's login builds what is missing and drops what is not wanted
/// any more. Each is named by `SchemaFingerprint.onDemandPrefix`, and so is no drift.
public struct OnDemandIndexes: Sendable {
    /// A feature's answer to which indexes a tenant wants.
    public struct Source: Sendable {
        let wanted: @Sendable (TenantScope) async throws -> [ConcurrentIndex]
        /// Is told the names of those that are there.
        let built: @Sendable (TenantScope, Set<String>) async throws -> Void

        public init(
            wanted: @escaping @Sendable (TenantScope) async throws -> [ConcurrentIndex],
            built: @escaping @Sendable (TenantScope, Set<String>) async throws -> Void
        ) {
            (self.wanted, self.built) = (wanted, built)
        }
    }

    static let migrations = [
        Migration(
            "platform/on-demand-indexes-001",
            [
                // When somebody should look: at once after a wish, later after a failure, never where all is as wanted.
                "alter table tenants add column indexes_due_at timestamptz",
                "create index tenants_indexes_due_at on tenants (indexes_due_at) where indexes_due_at is not null",
            ])
    ]

    /// The beginning of an index's name; a feature adds what tells its own apart, in hexadecimal digits.
    public static func name(_ id: UUID, _ suffix: String = "") -> String {
        SchemaFingerprint.onDemandPrefix + id.text.filter { $0 != "-" } + suffix
    }

    private static let pause: TimeInterval = 600
    private let platform: Platform

    /// - Parameter platform: one whose client is the `owner` login, with two connections or more.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// The tenants that wait, the longest first.
    public func waiting() async throws -> [Tenant] {
        try await platform.client.perform(UnitSettings(), TenantQueries.wantingIndexes(at: platform.now())).decode(Tenant.self)
    }

    /// Looks after all tenants that wait. What fails in one is tried again later, and keeps nobody else waiting.
    /// - Returns: how many were looked after.
    @discardableResult
    public func buildAll() async throws -> Int {
        let tenants = try await waiting()
        for tenant in tenants {
            do {
                try await build(tenant)
            } catch {
                platform.logger.warning("indexes could not be built", metadata: ["tenant": "\(tenant.slug)", "error": "\(error)"])
                try await platform.setIndexesDue(tenant, at: platform.now().addingTimeInterval(Self.pause))
            }
        }
        return tenants.count
    }

    /// Makes the indexes of one tenant what it wants them to be.
    public func build(_ tenant: Tenant) async throws {
        // Before the wishes are read: one that comes meanwhile is seen with the next look.
        try await platform.setIndexesDue(tenant, at: nil)
        let scope = platform.scope(for: tenant, cause: .job)
        let sources = platform.features.compactMap(\.indexes)
        var wanted: [ConcurrentIndex] = []
        for source in sources { wanted += try await source.wanted(scope) }
        let names = Set(wanted.map(\.name))
        precondition(names.allSatisfy { $0.hasPrefix(SchemaFingerprint.onDemandPrefix) }, "an index on demand has its prefix")
        let missing = wanted
        try await platform.staffing.pass { try await reconcile(missing, names, in: tenant) }
        for source in sources { try await source.built(scope, names) }
    }

    private func reconcile(_ wanted: [ConcurrentIndex], _ names: Set<String>, in tenant: Tenant) async throws {
        let build = IndexBuild(of: tenant, client: platform.client)
        let settings = SchemaLedger(schema: tenant.schema.description).settings
        try await platform.client.transaction(settings) { transaction in
            guard try await transaction.query(SchemaClaimed.lock(tenant.schema)).first?.decode(Bool.self) == true else {
                throw SchemaClaimed()
            }
            let there = try await transaction.query(Self.existing(in: tenant.schema)).map { try $0.decode((String, Bool).self) }
            let usable = Set(there.filter(\.1).map(\.0))
            for index in wanted where !usable.contains(index.name) { try await build.make(index, beside: transaction) }
            for (name, _) in there where !names.contains(name) { try await build.drop(name, beside: transaction) }
        }
    }

    /// Each with whether it can be used.
    private static func existing(in schema: SchemaName) -> SQL {
        """
        select c.relname::text, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = \(schema.description) and starts_with(c.relname, \(SchemaFingerprint.onDemandPrefix))
        """
    }
}

extension Platform {
    /// Asks whoever has the owner's login to look after the tenant's indexes.
    public func wantIndexes(_ tenant: Tenant) async throws {
        try await setIndexesDue(tenant, at: now())
    }

    func setIndexesDue(_ tenant: Tenant, at instant: Date?) async throws {
        try await client.perform(UnitSettings(), "update platform.tenants set indexes_due_at = \(instant) where id = \(tenant.id)")
    }
}

extension TenantQueries {
    /// Those whose indexes somebody should look after, the longest waiting first.
    static func wantingIndexes(at now: Date) -> SQL {
        """
        select \(columns) from \(tables)
        where t.indexes_due_at <= \(now) and t.state = any(\(Tenant.State.withSchema.map(\.rawValue)))
        order by t.indexes_due_at limit 100
        """
    }
}
