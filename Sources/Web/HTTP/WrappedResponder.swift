import Hummingbird

/// A responder behind middleware whose types are all known, which costs less for each request than a router's list.
public struct WrappedResponder<Layers: MiddlewareProtocol<Request, Response, Context>, Base: HTTPResponder, Context>: HTTPResponder
where Base.Context == Context {
    let layers: Layers
    let base: Base

    public func respond(to request: Request, context: Context) async throws -> Response {
        try await layers.handle(request, context: context) { try await base.respond(to: $0, context: $1) }
    }
}

extension HTTPResponder {
    /// This responder behind `layers`, the first of which sees a request first.
    public func wrapped<Layers: MiddlewareProtocol<Request, Response, Context>>(
        @MiddlewareFixedTypeBuilder<Request, Response, Context> _ layers: () -> Layers
    ) -> WrappedResponder<Layers, Self, Context> {
        WrappedResponder(layers: layers(), base: self)
    }
}
