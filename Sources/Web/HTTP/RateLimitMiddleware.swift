import HTTPTypes
import Hummingbird

/// Turns away who calls the API too often, and tells everybody in `RateLimit-…` how much they have left.
///
/// It stands outside of `FailureMiddleware`, so that failures carry the headers, too.
struct RateLimitMiddleware<Context: WebContext>: RouterMiddleware {
    let limits: RateLimits
    let failures: FailureMiddleware<Context>

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard limits.perMinute > 0, request.uri.path.hasPrefix("/api/") else { return try await next(request, context) }
        let address = RateLimits.Client.address(context.clientAddress)
        let token = request.headers[.authorization].map { RateLimits.Client.token($0.hashValue) }
        let own = limits.take(token ?? address)
        let host = limits.take(.host(context.host))
        let allowance = own.retryAfter == nil && host.retryAfter != nil ? host : own
        if let seconds = allowance.retryAfter {
            return allowance.noted(on: await failures.answer(.tooManyRequests(retryAfter: seconds), to: request, context))
        }
        let response = try await next(request, context)
        // Made-up tokens have a full bucket each, so they are held against the address.
        if token != nil, response.status == .unauthorized, let seconds = limits.take(address).retryAfter {
            return allowance.noted(on: await failures.answer(.tooManyRequests(retryAfter: seconds), to: request, context))
        }
        return allowance.noted(on: response)
    }
}

extension RateLimits.Allowance {
    fileprivate func noted(on response: Response) -> Response {
        var response = response
        response.headers[.init("RateLimit-Limit")!] = String(limit)
        response.headers[.init("RateLimit-Remaining")!] = String(remaining)
        response.headers[.init("RateLimit-Reset")!] = String(reset)
        return response
    }
}
