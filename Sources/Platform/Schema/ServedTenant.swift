import Foundation

extension Platform {
    /// - Returns: the tenant, unless there is none or this build cannot work in its schema as it is.
    func servedTenant(id: UUID) async throws -> Tenant? {
        guard let tenant = try await directory.tenant(id: id), schemaPlan.acceptance(of: tenant.schemaVersion) == .accepted else {
            return nil
        }
        return tenant
    }
}
