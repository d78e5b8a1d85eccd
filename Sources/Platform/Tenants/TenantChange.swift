/// A step of a tenant's life that an operator decides.
public enum TenantChange: String, Sendable, CaseIterable {
    /// Only admins get in, and only to export; nothing is lost.
    case suspend
    /// Everybody reads and exports, nobody changes anything.
    case readOnly = "read-only"
    /// Back to normal.
    case resume
    /// Closed, and kept for a while in which it can be restored.
    case delete
    /// Back to what it was before it was deleted.
    case restore

    var origins: [Tenant.State] {
        switch self {
        case .suspend: [.active, .readOnly]
        case .readOnly: [.active, .suspended]
        case .resume: [.readOnly, .suspended]
        // Also what cannot be finished has to go somehow.
        case .delete: [.pending, .provisioning, .active, .readOnly, .suspended]
        case .restore: [.deleting]
        }
    }

    /// Nil where that depends on what the tenant was before.
    public var target: Tenant.State? {
        switch self {
        case .suspend: .suspended
        case .readOnly: .readOnly
        case .resume: .active
        case .delete: .deleting
        case .restore: nil
        }
    }

    var consequence: String {
        switch self {
        case .suspend: "admins can only export, everybody else and API clients are turned away with 403; jobs wait"
        case .readOnly: "people and API clients read and export; changes are refused with 403"
        case .resume: "people and API clients are let in again; waiting jobs run"
        case .delete: "nobody gets in; it can be restored for \(TenantLifecycle.daysToRestore) days, then purged"
        case .restore: "it is again what it was before it was deleted"
        }
    }
}
