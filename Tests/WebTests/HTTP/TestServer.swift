import AsyncHTTPClient
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1

@testable import Web

/// Settings for tests: a free port, and clocks that tick fast.
func testSettings(_ change: (inout ServerSettings) -> Void = { _ in }) -> ServerSettings {
    var settings = ServerSettings()
    settings.port = 0
    settings.live = LiveRequests(tick: .milliseconds(20))
    change(&settings)
    return settings
}

private let quietLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A server with all standard layers around what `declare` declares; `talk` runs it.
func serving(
    settings: ServerSettings = testSettings(), proxies: TrustedProxies = .none,
    failures: FailureMiddleware<BaseContext> = FailureMiddleware(), logger: Logger = quietLogger,
    _ declare: (Endpoints<BaseContext>) -> Void
) -> TestServer {
    let router = Router<BaseContext>.web(context: BaseContext.self)
    let endpoints = Endpoints(router)
    declare(endpoints)
    endpoints.table.answerOtherMethods(on: router)
    let responder = router.buildResponder().behindStandardLayers(settings: settings, proxies: proxies, failures: failures)
    return serving(responder, settings: settings, logger: logger)
}

/// A server around any responder.
func serving(
    _ responder: any HTTPResponder<BaseContext>, settings: ServerSettings = testSettings(), logger: Logger = quietLogger
) -> TestServer {
    TestServer(settings: settings, logger: logger, responder: CallbackResponder(callback: responder.respond))
}

/// A server that listens on a free port while a test talks to it.
struct TestServer: Sendable {
    let settings: ServerSettings
    let logger: Logger
    let responder: CallbackResponder<BaseContext>

    func talk(_ body: @Sendable @escaping (TestClient) async throws -> Void) async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = buildServer(responder, settings: settings, logger: logger) { port.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            guard let number = await ports.first(where: { _ in true }) else { throw CancellationError() }
            defer { group.cancelAll() }
            try await body(TestClient(port: number))
        }
    }
}

/// What came back.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    func json() throws -> JSONValue { try JSONValue(parsing: bytes) }
    func header(_ name: String) -> String? { headers.first(name: name) }
}

/// Leaves compressed bodies as they are, and redirects to the test.
private let httpClient = HTTPClient(
    eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))

/// Speaks to one server over real connections.
struct TestClient: Sendable {
    let port: Int

    func send(
        _ method: HTTPMethod = .GET, _ path: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil, timeout: TimeAmount = .seconds(10)
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers = headers
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await httpClient.execute(request, timeout: timeout)
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Reply(status: Int(response.status.code), headers: response.headers, bytes: Array(bytes.readableBytesView))
    }

    func get(_ path: String, headers: HTTPHeaders = [:]) async throws -> Reply {
        try await send(.GET, path, headers: headers)
    }

    func post(_ path: String, headers: HTTPHeaders = [:], _ body: String) async throws -> Reply {
        try await send(.POST, path, headers: headers, body: Array(body.utf8))
    }
}
