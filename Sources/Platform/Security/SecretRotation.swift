import Postgres

/// Moves every tenant's secrets to the newest key of `SECRET_KEY`, so that the older ones can be dropped.
public struct SecretRotation: Sendable {
    private let platform: Platform

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// What `run` would do.
    public func preview() async throws -> [PlannedChange] {
        var changes: [PlannedChange] = []
        for tenant in try await tenants() {
            let condition = try await secrets(of: tenant).condition()
            if condition.outdated > 0 {
                changes.append(PlannedChange("encrypt", "secrets of \(tenant.slug)", "\(condition.outdated) anew"))
            }
        }
        return changes
    }

    /// - Returns: how many secrets were sealed anew.
    public func run() async throws -> Int {
        var count = 0
        for tenant in try await tenants() { count += try await secrets(of: tenant).rotate() }
        return count
    }

    private func tenants() async throws -> [Tenant] {
        try await platform.client.perform(UnitSettings(), TenantQueries.list(limit: .max)).decode(Tenant.self)
            .filter { Tenant.State.withSchema.contains($0.state) }
    }

    private func secrets(of tenant: Tenant) -> TenantSecrets {
        platform.scope(for: tenant, cause: .console).secrets
    }
}
