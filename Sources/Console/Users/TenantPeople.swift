import Platform
import Tenant

/// The people of one tenant, and where its links lead.
struct TenantPeople: Sendable {
    let administration: StaffAdministration
    let baseURL: String

    /// - Throws: `UnknownName`.
    init(of slug: String, on platform: Platform) async throws {
        guard let tenant = try await platform.directory.tenant(slug: slug) else { throw UnknownName("tenant", slug) }
        administration = StaffAdministration(scope: platform.scope(for: tenant, cause: .console))
        baseURL = platform.configuration.baseURL(ofTenant: slug)
    }
}
