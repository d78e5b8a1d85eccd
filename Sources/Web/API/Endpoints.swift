import HTTPTypes
import Hummingbird

/// Declares addresses: each declaration registers the route and describes it in one `RouteTable`.
///
/// ```swift
/// let app = Endpoints(router)
/// let api = app.group("/api/v1", context: APIContext.self)
/// api.get("/contacts/{id}", id: "contacts_read", summary: "Reads a contact", tag: "Contacts",
///         responds: .one(.ref("Contact"))) { request, context in … }
/// app.page("/contacts") { request, context in … }
/// app.table.answerOtherMethods(on: router)
/// ```
public struct Endpoints<Context: WebContext> {
    /// A route's code. It throws `Failure`, or an error that `FailureMiddleware` can map.
    public typealias Handler = @Sendable (Request, Context) async throws -> Response

    private let routes: any RouterMethods<Context>
    private let prefix: String
    /// All addresses, of every group.
    public let table: RouteTable

    /// - Parameter router: Made by `Router.web(context:)`, so that HEAD works wherever GET does.
    public init(_ router: Router<Context>, table: RouteTable = RouteTable()) {
        self.init(routes: router, prefix: "", table: table)
    }

    private init(routes: any RouterMethods<Context>, prefix: String, table: RouteTable) {
        self.routes = routes
        self.prefix = prefix
        self.table = table
    }

    /// Addresses below `path`, behind further middleware.
    public func group(
        _ path: String = "", _ middleware: any MiddlewareProtocol<Request, Response, Context>...
    ) -> Endpoints<Context> {
        var group = routes.group(RouterPath(path))
        for layer in middleware { group = group.add(middleware: layer) }
        return Endpoints(routes: group, prefix: prefix + path, table: table)
    }

    /// Addresses below `path` whose handlers get a richer context, which is made (or refused) for each request.
    public func group<Child: ChildRequestContext & WebContext>(
        _ path: String = "", context: Child.Type
    ) -> Endpoints<Child> where Child.ParentContext == Context {
        Endpoints<Child>(routes: routes.group(RouterPath(path), context: context), prefix: prefix + path, table: table)
    }

    /// A page for people.
    public func page(_ path: String, handler: @escaping Handler) {
        page(.get, path, handler: handler)
    }

    /// A page for people by any method: what a form posts.
    public func page(_ method: HTTPRequest.Method, _ path: String, handler: @escaping Handler) {
        register(EndpointDescription(kind: .page, method: method, path: prefix + path, security: .session), path, handler)
    }

    /// Something that is neither page nor API: files, health, metrics.
    public func plumbing(_ path: String, handler: @escaping Handler) {
        plumbing(.get, path, handler: handler)
    }

    /// Something that is neither page nor API, by any method: webhooks of outside services.
    public func plumbing(_ method: HTTPRequest.Method, _ path: String, handler: @escaping Handler) {
        register(EndpointDescription(kind: .plumbing, method: method, path: prefix + path), path, handler)
    }

    /// An endpoint for programs; `get`, `post`, `patch`, `put` and `delete` read better.
    public func api(
        _ method: HTTPRequest.Method, _ path: String, id: String, summary: String, tag: String,
        parameters: [EndpointDescription.Parameter] = [], body: EndpointDescription.Body? = nil,
        responds: EndpointDescription.Responds, failures: [HTTPResponse.Status] = [],
        security: EndpointDescription.Security = .bearer, handler: @escaping Handler
    ) {
        let description = EndpointDescription(
            kind: .api, method: method, path: prefix + path, id: id, summary: summary, tag: tag, parameters: parameters,
            body: body, responds: responds, failures: failures, security: security)
        register(description, path, handler)
    }

    private func register(_ description: EndpointDescription, _ path: String, _ handler: @escaping Handler) {
        table.add(description)
        routes.on(RouterPath(path), method: description.method) { request, context -> Response in
            do {
                return try await handler(request, context)
            } catch let error as HTTPError {
                // The router would answer the framework's own errors itself, past `FailureMiddleware`.
                throw Failure(status: error.status, detail: error.body) ?? .unexpected
            }
        }
    }
}

extension Router where Context: WebContext {
    /// A router for `Endpoints`: HEAD is answered wherever GET is.
    public static func web(context: Context.Type) -> Router<Context> {
        Router(context: context, options: .autoGenerateHeadEndpoints)
    }
}
