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
        let isAPI = request.uri.path.hasPrefix("/api/")
        try admit(tenant, isAPI: isAPI)
        let scope = crm.platform.scope(for: tenant, cause: isAPI ? .api : .page, requestID: context.requestID)
        let source = TenantContext.Source(base: context, scope: scope, language: AskedLanguage(request, among: scope.languages))
        return try await crm.slots.turn(of: tenant.id) {
            try await application.respond(to: request, context: TenantContext(source: source))
        }
    }

    private func admit(_ tenant: Tenant, isAPI: Bool) throws {
        switch tenant.state {
        case .active, .readOnly: break
        // Programs stay outside; what people see is decided where it is known who they are.
        case .suspended: if isAPI { throw SuspendedPage.refusal }
        case .pending, .provisioning: throw Failure.unavailable(retryAfter: 5, detail: "This account is being set up.")
        case .deleting:
            throw Failure.forbidden(
                reason: "This account is closed and will be deleted. Whoever runs this site can still bring it back: ask them soon.")
        case .spare, .purged: throw Failure.notFound
        }
        switch crm.platform.schemaPlan.acceptance(of: tenant.schemaVersion) {
        case .accepted: break
        case .behind: throw Failure.unavailable(retryAfter: 10, detail: "This account is being brought up to date.")
        case .tooNew: throw Failure.unavailable(retryAfter: 60, detail: "This account is served by a newer version in a moment.")
        }
    }
}
