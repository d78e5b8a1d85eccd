import HTTPTypes
import Hummingbird
import Synchronization

/// Every address of an application, in the order of declaration: for OpenAPI, for 405 answers, and for tests that visit
/// each one.
public final class RouteTable: Sendable {
    private let state = Mutex<[EndpointDescription]>([])

    public init() {}

    /// All declared endpoints.
    public var endpoints: [EndpointDescription] { state.withLock { $0 } }

    func add(_ endpoint: EndpointDescription) {
        state.withLock { endpoints in
            // The router keeps `{id}` and `{contact}` at the same place apart and finds only the first, so that the
            // routes behind the second would silently be 404.
            if let clash = endpoints.first(where: { $0.shape == endpoint.shape && $0.path != endpoint.path }) {
                preconditionFailure("\(endpoint.path) and \(clash.path) name the same parameter differently")
            }
            endpoints.append(endpoint)
        }
    }

    /// Makes every known path answer methods it does not have: 405 with `Allow`, and 204 with `Allow` for OPTIONS.
    ///
    /// Call it once, after the last declaration, on the router that all of them ended up in.
    public func answerOtherMethods<Context: WebContext>(on router: Router<Context>) {
        let methods = Dictionary(grouping: endpoints, by: \.path).mapValues { Set($0.map(\.method)) }
        for (path, known) in methods {
            var allow = known
            if known.contains(.get) { allow.insert(.head) }
            let allowed = (allow.union([.options])).sorted { $0.rawValue < $1.rawValue }
            for method in Self.allMethods where !allow.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    guard method == .options else { throw Failure.methodNotAllowed(allow: allowed) }
                    let names = allowed.map(\.rawValue).joined(separator: ", ")
                    return Response(status: .noContent, headers: [.allow: names])
                }
            }
        }
    }

    private static let allMethods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
}

extension EndpointDescription {
    /// The path with parameters made alike.
    fileprivate var shape: String {
        path.split(separator: "/").map { $0.hasPrefix("{") && $0.hasSuffix("}") ? "{}" : $0 }.joined(separator: "/")
    }
}
