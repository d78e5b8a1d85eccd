import Foundation

extension PlatformMigrations {
    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.init(owner: platform.client)
    }
}

extension FleetMigrations {
    /// Those of the outdated tenants that `selector` means, by slug.
    public func outdated(_ selector: TenantSelector, limit: Int?) async throws -> [Tenant] {
        let chosen = Set(try await TenantRegister(platform).list(selector).map(\.id))
        return Array(try await outdated().filter { chosen.contains($0.id) }.prefix(limit ?? .max))
    }
}
