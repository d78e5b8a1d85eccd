import Foundation
import Hummingbird
import Platform
import Web

/// Finds the tenant that a host belongs to, and hands the request on within that tenant's scope.
struct TenantGate: HTTPResponder {
    typealias Context = BaseContext

    let crm: CRM
    let slug: String
    let application: RouterResponder<TenantContext>

    func respond(to request: Request, context: BaseContext) async throws -> Response {
        guard let tenant = try await crm.platform.directory.tenant(slug: slug) else { throw Failure.notFound }
        try admit(tenant)
        let isAPI = request.uri.path.hasPrefix("/api/")
        let scope = crm.platform.scope(for: tenant, cause: isAPI ? .api : .page, requestID: context.requestID)
        return try await application.respond(
            to: request, context: TenantContext(source: TenantContext.Source(base: context, scope: scope)))
    }

    private func admit(_ tenant: Tenant) throws {
        switch tenant.state {
        case .active, .readOnly: break
        case .suspended: throw Failure.forbidden(reason: "This account is suspended. Please ask its administrator.")
        case .pending, .provisioning: throw Failure.unavailable(retryAfter: 5, detail: "This account is being set up.")
        case .deleting, .purged: throw Failure.notFound
        }
        // A schema that a newer build has migrated is not touched by this one; one that is behind waits for its migration.
        if tenant.schemaVersion != crm.platform.schemaPlan.version {
            throw Failure.unavailable(retryAfter: 10, detail: "This account is being brought up to date.")
        }
    }
}
