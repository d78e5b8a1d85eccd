import Postgres

/// A tenant's way between its states. Each change happens from the states that allow it, or not at all.
public struct TenantLifecycle: Sendable {
    public enum Change: String, Sendable {
        /// Nobody gets in any more; nothing is lost.
        case suspend
        /// Back to active, whatever it was before it was suspended.
        case resume

        var origins: [Tenant.State] {
            switch self {
            case .suspend: [.active, .readOnly]
            case .resume: [.suspended]
            }
        }

        public var target: Tenant.State {
            switch self {
            case .suspend: .suspended
            case .resume: .active
            }
        }

        var consequence: String {
            switch self {
            case .suspend: "people and API clients are turned away with 403; jobs wait"
            case .resume: "people and API clients are let in again; waiting jobs run"
            }
        }
    }

    private let client: PostgresClient

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        client = platform.client
    }

    /// What `apply` would do.
    /// - Throws: `WrongState`.
    public func preview(_ change: Change, of tenant: TenantSummary) throws -> [PlannedChange] {
        guard change.origins.contains(tenant.state) else { throw WrongState(tenant: tenant.slug, state: tenant.state, change: change) }
        let states = "\(tenant.state.rawValue) → \(change.target.rawValue)"
        return [PlannedChange(change.rawValue, "tenant \(tenant.slug)", "\(states): \(change.consequence)")]
    }

    /// Every running server hears of it at once.
    /// - Throws: `WrongState`, also when somebody else was faster.
    public func apply(_ change: Change, to tenant: TenantSummary) async throws {
        try await client.transaction(UnitSettings()) { transaction in
            let changed = try await transaction.execute(
                """
                update platform.tenants set state = \(change.target.rawValue), updated_at = now()
                where id = \(tenant.id) and state = any(\(change.origins.map(\.rawValue)))
                """)
            guard changed == 1 else { throw WrongState(tenant: tenant.slug, state: nil, change: change) }
            try await transaction.execute(TenantQueries.announceChange(of: tenant.id))
        }
    }
}

/// The tenant is in a state from which this change does not lead on.
public struct WrongState: Error, CustomStringConvertible {
    let tenant: String
    /// Nil where it changed under our hands.
    let state: Tenant.State?
    let change: TenantLifecycle.Change

    public var description: String {
        guard let state else { return "\(tenant) was changed by somebody else meanwhile; look at it again." }
        let origins = change.origins.map(\.rawValue).joined(separator: " or ")
        return "\(tenant) is \(state.rawValue); only a tenant that is \(origins) can be changed by \(change.rawValue)."
    }
}
