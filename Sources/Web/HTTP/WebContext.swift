import Hummingbird
import Logging
import NIOCore

/// What every request carries from the first middleware to the handler.
///
/// A child context (`ChildRequestContext`) adds what its routes need, such as a signed-in user, and copies two things:
/// ```swift
/// struct StaffContext: WebContext, ChildRequestContext {
///     var coreContext: CoreRequestContextStorage
///     var web: WebStorage
///     let viewer: Viewer
///
///     init(context: TenantContext) throws {
///         coreContext = context.coreContext
///         web = context.web
///         viewer = try context.viewer ?? { throw Failure.unauthenticated }()
///     }
/// }
/// ```
public protocol WebContext: RequestContext {
    /// What the outer middleware found out about the request.
    var web: WebStorage { get set }
}

/// The part of a context that the middleware of this module fills and reads.
public struct WebStorage: Sendable {
    /// Names this request in logs, answers and problem details; see `RequestLogMiddleware`.
    public var requestID: String
    /// Who asked, by which scheme and for which host, as far as trusted proxies say so.
    public var origin: RequestOrigin
    /// The connection; only for closing it, and for noticing that the client has left.
    public let channel: any Channel

    init(channel: any Channel) {
        requestID = ""
        origin = RequestOrigin()
        self.channel = channel
    }
}

extension WebContext {
    /// Names this request in logs, answers and problem details.
    public var requestID: String { web.requestID }
    /// The address of the client, without a port.
    public var clientAddress: String { web.origin.clientAddress }
    /// Whether the client speaks TLS to us or to a trusted proxy in front.
    public var isSecure: Bool { web.origin.isSecure }
    /// The host that was asked for: lower case, without a port.
    public var host: String { web.origin.host }
    /// The most that a body may hold unless a route says otherwise: 1 MiB.
    public var maxUploadSize: Int { defaultBodyLimit }
}

/// The most that a request body may hold unless a route says otherwise: 1 MiB.
public let defaultBodyLimit = 1 << 20

/// The context a request starts with.
public struct BaseContext: WebContext {
    public var coreContext: CoreRequestContextStorage
    public var web: WebStorage

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        web = WebStorage(channel: source.channel)
    }
}

extension Request {
    /// Whether a failure is answered as problem details: everything under `/api/`, and whoever prefers JSON to HTML.
    public var wantsProblemJSON: Bool {
        if uri.path.hasPrefix("/api/") { return true }
        guard let accept = headers[.accept] else { return false }
        return accept.contains("json") && !accept.contains("text/html")
    }
}
