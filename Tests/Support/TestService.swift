import Foundation
import Hummingbird
import Synchronization
import Web

/// Somebody else's server, on a free port of this machine: answers as its test says and remembers what it was asked.
public final class TestService: Sendable {
    public struct Asked: Sendable {
        public let method: String
        public let path: String
        public let headers: HTTPFields
        public let body: String
    }

    public let port: Int
    private let serving: Task<Void, Never>
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[Asked]>([])
    }

    /// - Parameter host: any address of the loopback network, so that one can be allowed and another refused.
    public convenience init(
        host: String = "127.0.0.1", answer: @escaping @Sendable (Request, _ number: Int) async throws -> Response
    ) async throws {
        let log = Log()
        let responder = CallbackResponder<BaseContext> { request, _ in
            var request = request
            let body = try await request.collectBody(upTo: 64 << 20)
            let asked = Asked(
                method: request.method.rawValue, path: request.uri.string, headers: request.headers, body: String(buffer: body))
            let number = log.requests.withLock { requests in
                requests.append(asked)
                return requests.count
            }
            return try await answer(request, number)
        }
        try await self.init(responder, host: host, log: log)
    }

    /// Somebody else's whole application.
    public convenience init(_ responder: some HTTPResponder<BaseContext>) async throws {
        try await self.init(responder, host: "127.0.0.1", log: Log())
    }

    private init(_ responder: some HTTPResponder<BaseContext>, host: String, log: Log) async throws {
        var settings = ServerSettings()
        settings.host = host
        settings.port = 0
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = buildServer(responder, settings: settings, logger: quietLogger) { listening.yield($0) }
        serving = Task { try? await server.run() }
        port = await ports.first { _ in true } ?? 0
        self.log = log
    }

    deinit {
        serving.cancel()
    }

    /// What it was asked, in order.
    public var asked: [Asked] { log.requests.withLock { $0 } }
}
