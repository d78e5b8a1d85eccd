import HTTPTypes
import Hummingbird

/// Refuses changes that another site makes a browser send: the outer of the two walls against CSRF, tokens in forms
/// are the inner one.
///
/// It looks at unsafe methods that carry cookies. Requests with a bearer token, or without cookies, have nothing that a
/// browser would add by itself.
public struct OriginCheckMiddleware<Context: WebContext>: RouterMiddleware {
    public init() {}

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard isForeign(request, context) else { return try await next(request, context) }
        throw Failure.forbidden(reason: "This request was sent by another site and was not carried out.")
    }

    private func isForeign(_ request: Request, _ context: Context) -> Bool {
        switch request.method {
        case .get, .head, .options, .trace: return false
        default: break
        }
        guard request.headers[.cookie] != nil, request.headers[.authorization] == nil else { return false }
        if let origin = request.headers[.origin] { return origin != context.web.origin.baseURL }
        // Browsers too old to send either header are refused with the rest: a form of ours always carries one.
        return request.headers[.secFetchSite] != "same-origin"
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
