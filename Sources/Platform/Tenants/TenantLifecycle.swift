import Foundation
import Postgres

/// A tenant's way between its states. Each change happens from the states that allow it, or not at all.
public struct TenantLifecycle: Sendable {
    /// How long a deleted tenant can be restored.
    public static let daysToRestore = 30

    private let platform: Platform

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// What `apply` would do.
    /// - Throws: `WrongState`.
    public func preview(_ change: TenantChange, of tenant: TenantSummary) throws -> [PlannedChange] {
        guard change.origins.contains(tenant.state) else {
            throw WrongState(tenant: tenant.slug, state: tenant.state, change: change.rawValue, origins: change.origins)
        }
        let target = change.target?.rawValue ?? "as before"
        let detail = "\(tenant.state.rawValue) → \(target): \(change.consequence)"
        return [PlannedChange(change.rawValue, "tenant \(tenant.slug)", detail)]
    }

    /// Every running server hears of it at once.
    /// - Throws: `WrongState`, also when somebody else was faster.
    public func apply(_ change: TenantChange, to tenant: TenantSummary) async throws {
        let purgeAt = change == .delete ? platform.now().addingTimeInterval(Double(Self.daysToRestore) * 86_400) : nil
        try await platform.client.transaction(UnitSettings()) { transaction in
            let changed = try await transaction.execute(
                """
                update platform.tenants set
                    state = coalesce(\(change.target?.rawValue), state_before_deletion, 'suspended'),
                    state_before_deletion = case when \(change == .delete) then state end,
                    purge_at = \(purgeAt), updated_at = now()
                where id = \(tenant.id) and state = any(\(change.origins.map(\.rawValue)))
                """)
            guard changed == 1 else {
                throw WrongState(tenant: tenant.slug, state: nil, change: change.rawValue, origins: change.origins)
            }
            try await transaction.execute(TenantQueries.announceChange(of: tenant.id))
        }
    }
}

/// The tenant is in a state from which this change does not lead on.
public struct WrongState: Error, CustomStringConvertible {
    let tenant: String
    /// Nil where it changed under our hands.
    let state: Tenant.State?
    let change: String
    let origins: [Tenant.State]

    public var description: String {
        guard let state else { return "\(tenant) was changed by somebody else meanwhile; look at it again." }
        let origins = origins.map(\.rawValue).joined(separator: " or ")
        return "\(tenant) is \(state.rawValue); only a tenant that is \(origins) can be changed by \(change)."
    }
}
