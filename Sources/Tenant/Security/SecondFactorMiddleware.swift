import Hummingbird
import Web

/// Where everybody needs a second factor, lets whoever has none set it up, and do nothing else.
struct SecondFactorMiddleware: RouterMiddleware {
    typealias Context = StaffContext

    func handle(
        _ request: Request, context: StaffContext, next: (Request, StaffContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard context.mustAddSecondFactor, !path.hasPrefix("/profile/second-factor"), path != "/confirmation" else {
            return try await next(request, context)
        }
        // What is remembered of somebody may be a minute old: who has just set one up is let through.
        try await context.scope.database.verify()
        if context.scope.actor.cause == .api {
            throw Failure.forbidden(reason: "Everybody here needs a second factor. Set yours up in the browser first.")
        }
        return .redirect(to: "/profile/second-factor", type: .normal)
    }
}
