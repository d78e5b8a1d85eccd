import AsyncHTTPClient
import HTTPTypes

/// An outside service that the operator has configured: mail, a store of files, payments.
///
/// Its address is trusted and its connections are kept. Requests that may be repeated are, after a short pause; when it fails
/// again and again, it is left in peace for half a minute.
public struct Vendor: Sendable {
    /// As messages call it.
    public let name: String
    private let base: String
    private let retries: RetryPlan
    private let breaker: CircuitBreaker
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameter base: the address that paths are appended to.
    public init(_ name: String, base: String, retries: RetryPlan = RetryPlan()) {
        self.init(name, base: base, retries: retries, breaker: CircuitBreaker(name)) { try await Task.sleep(for: $0) }
    }

    /// - Parameter sleep: tests do not wait.
    init(
        _ name: String, base: String, retries: RetryPlan, breaker: CircuitBreaker,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.name = name
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.retries = retries
        self.breaker = breaker
        self.sleep = sleep
    }

    /// The address of `path`, which begins with a slash.
    public func url(_ path: String) -> String { base + path }

    /// - Parameters:
    ///   - limit: the most bytes of an answer.
    ///   - timeout: for each attempt.
    /// - Throws: `OutboundError`; an answer with a bad status is an answer.
    public func send(_ request: OutboundRequest, limit: Int = 1 << 20, timeout: Duration = .seconds(30)) async throws -> OutboundResponse {
        try await send(request, into: .memory(limit: limit), timeout)
    }

    /// Writes the body of a success to the file at `path`.
    public func download(_ request: OutboundRequest, to path: String, timeout: Duration = .seconds(600)) async throws -> OutboundResponse {
        try await send(request, into: .file(path: path), timeout)
    }

    private func send(_ request: OutboundRequest, into sink: Exchange.Sink, _ timeout: Duration) async throws -> OutboundResponse {
        var attempt = 1
        while true {
            let outcome = try await attemptOnce(request, into: sink, timeout)
            guard request.isRepeatable, let pause = retries.pause(after: attempt, outcome) else { return try outcome.get() }
            try await sleep(pause)
            attempt += 1
        }
    }

    private func attemptOnce(
        _ request: OutboundRequest, into sink: Exchange.Sink, _ timeout: Duration
    ) async throws -> Result<OutboundResponse, any Error> {
        try breaker.enter()
        do {
            let outcome = Result<OutboundResponse, any Error>.success(
                try await Exchange(client: .vendors, timeout: timeout).send(request, into: sink))
            outcome.isBreakdown ? breaker.failed() : breaker.succeeded()
            return outcome
        } catch let error as OutboundError {
            breaker.failed()
            return .failure(error)
        }
    }
}

extension HTTPClient {
    /// Connections to every vendor, open as long as the process. A vendor that redirects is not what was configured.
    fileprivate static let vendors: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)))
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
