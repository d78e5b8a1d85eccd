import Hummingbird
import Web

/// Finds out what the bell says, which stands on every page.
struct BellMiddleware: RouterMiddleware {
    typealias Context = StaffContext

    let crm: CRM

    func handle(
        _ request: Request, context: StaffContext, next: (Request, StaffContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.unread = try await crm.unread.count(for: context.viewer, in: context.scope, live: crm.platform.live)
        return try await next(request, context)
    }
}
