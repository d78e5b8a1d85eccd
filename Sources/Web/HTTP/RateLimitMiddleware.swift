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

/// Turns away who asks for pages faster than people do. No browser shows what is left, so nothing says it.
struct PageRateMiddleware<Context: WebContext>: RouterMiddleware {
    let limits: RateLimits
    let failures: FailureMiddleware<Context>

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard limits.perMinute > 0, request.isForAPage else { return try await next(request, context) }
        for client in clients(request, context) {
            guard let seconds = limits.take(client).retryAfter else { continue }
            return await failures.answer(.tooManyRequests(retryAfter: seconds), to: request, context)
        }
        return try await next(request, context)
    }

    /// Made-up sessions have a full bucket each, so they are held against the address, which has room for an office.
    private func clients(_ request: Request, _ context: Context) -> [RateLimits.Client] {
        let session = request.cookie(CookieName.session(secure: context.isSecure)).map { RateLimits.Client.token($0.hashValue) }
        return [session ?? .address(context.clientAddress), .network(context.clientAddress), .host(context.host)]
    }
}

extension Request {
    /// Files that never change, and what machines ask, cost next to nothing.
    fileprivate var isForAPage: Bool { !["/api/", "/static/", "/health/", "/metrics"].contains { uri.path.hasPrefix($0) } }
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
