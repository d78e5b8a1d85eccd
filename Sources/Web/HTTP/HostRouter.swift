import Hummingbird

/// Picks the application for the host that was asked for: the platform, a tenant's, a reseller's.
///
/// It stands behind `OriginMiddleware`, so that `context.host` is what the client asked for even behind a proxy.
public struct HostRouter<Context: WebContext>: HTTPResponder {
    /// The application for a host; nil for hosts that are not ours, which answers 404.
    public typealias Pick = @Sendable (_ host: String) async throws -> (any HTTPResponder<Context>)?

    private let pick: Pick

    public init(_ pick: @escaping Pick) {
        self.pick = pick
    }

    public func respond(to request: Request, context: Context) async throws -> Response {
        guard let responder = try await pick(context.host) else { throw Failure.notFound }
        return try await responder.respond(to: request, context: context)
    }
}
