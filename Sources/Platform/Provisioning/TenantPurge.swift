import Foundation
import Postgres

/// The end of a deleted tenant: its schema, role, files and every row about it go. What stays is that it was there, so that
/// its slug is nobody else's, and the operators' log.
public struct TenantPurge: Sendable {
    private let platform: Platform
    private static let origins: [Tenant.State] = [.deleting]

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// What `purge` would do.
    /// - Parameter early: also before its time for being restored is over.
    /// - Throws: `WrongState`, or `NotDue`.
    public func preview(_ tenant: TenantSummary, early: Bool) throws -> [PlannedChange] {
        guard tenant.state == .deleting else { throw wrongState(tenant, tenant.state) }
        guard early || isDue(tenant) else { throw NotDue(tenant: tenant.slug, at: tenant.purgeAt) }
        return [
            PlannedChange("remove", "schema and role \(tenant.schema)", "with everything in it, for good"),
            PlannedChange("remove", "files of \(tenant.slug)", platform.files.place(of: tenant.id)),
            PlannedChange("remove", "rows about \(tenant.slug)", "brand, subscription and whatever else the platform keeps of it"),
            PlannedChange("change", "tenant \(tenant.slug)", "deleting → purged; its slug stays taken"),
        ]
    }

    /// What the database holds goes at once and all together; files follow, and a sweep removes those that a crash has left.
    /// - Throws: `WrongState`, or `NotDue`.
    public func purge(_ tenant: TenantSummary, early: Bool) async throws {
        _ = try preview(tenant, early: early)
        try platform.plantedStop.pass()
        try await platform.client.transaction(.schemaWork) { transaction in
            try await transaction.execute(TenantQueries.lock(tenant.schema))
            let gone = try await transaction.query(PurgeQueries.delete(tenant.id))
            guard let (slug, createdAt) = try gone.first?.decode((String, Date).self) else { throw wrongState(tenant, nil) }
            try platform.plantedStop.pass()
            _ = try await transaction.pipeline([PurgeQueries.bury(tenant.id, slug, createdAt), PurgeQueries.oweFiles(of: tenant.id)])
            try platform.plantedStop.pass()
            _ = try await transaction.pipeline(platform.schema(of: tenant.id).removal)
            try platform.plantedStop.pass()
            try await transaction.execute(TenantQueries.announceChange(of: tenant.id))
        }
        try platform.plantedStop.pass()
        try await removeFiles(of: tenant.id)
    }

    /// Removes the files that are left of purged tenants.
    func finishAll() async throws {
        for id in try await owing() { try await removeFiles(of: id) }
    }

    func owing() async throws -> [UUID] {
        try await platform.client.perform(UnitSettings(), PurgeQueries.owing).map { try $0.decode(UUID.self) }
    }

    private func removeFiles(of id: UUID) async throws {
        try await platform.files.removeAll(of: id)
        try platform.plantedStop.pass()
        try await platform.client.perform(UnitSettings(), PurgeQueries.settleFiles(of: id))
    }

    private func isDue(_ tenant: TenantSummary) -> Bool {
        tenant.purgeAt.map { $0 <= platform.now() } ?? false
    }

    private func wrongState(_ tenant: TenantSummary, _ state: Tenant.State?) -> WrongState {
        WrongState(tenant: tenant.slug, state: state, change: "purge", origins: Self.origins)
    }
}

/// A deleted tenant can still be restored.
public struct NotDue: Error, CustomStringConvertible {
    let tenant: String
    let at: Date?

    public var description: String {
        "\(tenant) can be restored until \(at.map { "\($0.formatted(.iso8601))" } ?? "somebody says otherwise"); to purge it before, add --now."
    }
}

enum PurgeQueries {
    /// Everything that the platform keeps of a tenant refers to this row and goes with it.
    static func delete(_ id: UUID) -> SQL {
        "delete from platform.tenants where id = \(id) and state = 'deleting' returning slug, created_at"
    }

    static func bury(_ id: UUID, _ slug: String, _ createdAt: Date) -> SQL {
        "insert into platform.tenants (id, slug, name, state, created_at) values (\(id), \(slug), \(slug), 'purged', \(createdAt))"
    }

    private static let step = "files_owed"

    static func oweFiles(of id: UUID) -> SQL { ProvisioningQueries.record(step, for: id) }

    static func settleFiles(of id: UUID) -> SQL {
        "delete from platform.provisioning_steps where tenant_id = \(id) and step = \(step)"
    }

    static let owing: SQL = "select tenant_id from platform.provisioning_steps where step = \(step)"
}
