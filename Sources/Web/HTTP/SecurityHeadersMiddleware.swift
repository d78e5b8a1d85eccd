import HTTPTypes
import Hummingbird

/// Tells browsers what our pages never do: run inline code, load from elsewhere, sit in a frame, leak addresses.
///
/// An answer that sets one of these headers itself keeps its own, such as a stricter policy for uploaded files. JSON
/// gets the short list, as no browser renders it.
public struct SecurityHeadersMiddleware<Context: WebContext>: RouterMiddleware {
    /// The policy for pages. There is no inline anything: styles, scripts and event attributes are files.
    public static var contentSecurityPolicy: String {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    }

    private let page: HTTPFields
    private let json: HTTPFields

    public init() {
        json = [.contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'", .xContentTypeOptions: "nosniff"]
        page = [
            .contentSecurityPolicy: Self.contentSecurityPolicy,
            .xContentTypeOptions: "nosniff",
            .init("Referrer-Policy")!: "same-origin",
            .init("Cross-Origin-Opener-Policy")!: "same-origin",
            .init("Cross-Origin-Resource-Policy")!: "same-origin",
            .init("Permissions-Policy")!: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ]
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let isJSON = response.headers[.contentType].map { $0.hasPrefix("application/json") } ?? false
        for field in isJSON ? json : page where response.headers[field.name] == nil { response.headers.append(field) }
        if context.isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}
