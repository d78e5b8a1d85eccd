import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Names each request and logs one line when its answer begins.
///
/// The id of a caller's `X-Request-Id` is kept when it looks like one, so that a request can be followed through
/// several systems; otherwise a new one is made. It goes into the logger, into `context.requestID` and into the answer.
public struct RequestLogMiddleware<Context: WebContext>: RouterMiddleware {
    /// Addresses that are asked every few seconds and would fill the log.
    private let quietPrefix = "/health/"
    private let slow: Duration
    private let observe: @Sendable (ServedRequest) -> Void

    /// - Parameters:
    ///   - slow: what takes longer is logged as a warning.
    ///   - observe: called with each request when its answer begins.
    public init(slow: Duration = .seconds(1), observe: @escaping @Sendable (ServedRequest) -> Void = { _ in }) {
        (self.slow, self.observe) = (slow, observe)
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let id = requestID(request)
        context.web.requestID = id
        // Hummingbird's own key: replacing it keeps one id per request in every line, the framework's included.
        context.logger[metadataKey: requestIDMetadataKey] = .string(id)
        let start = ContinuousClock.now
        do {
            var response = try await next(request, context)
            response.headers.append(HTTPField(name: .xRequestID, value: id))
            note(request, context, status: response.status.code, since: start)
            return response
        } catch {
            note(request, context, status: 500, since: start)
            throw error
        }
    }

    private func note(_ request: Request, _ context: Context, status: Int, since start: ContinuousClock.Instant) {
        let duration = ContinuousClock.now - start
        observe(ServedRequest(method: request.method.rawValue, route: context.endpointPath, status: status, duration: duration))
        let level: Logger.Level = duration >= slow ? .warning : .info
        guard context.logger.logLevel <= level, !request.uri.path.hasPrefix(quietPrefix) else { return }
        let micros = duration / .microseconds(1)
        context.logger.log(
            level: level, level == .info ? "request" : "slow request",
            metadata: [
                "method": .string(request.method.rawValue), "path": .string(request.uri.path),
                "route": .string(context.endpointPath ?? "-"), "status": .stringConvertible(status),
                "duration_ms": .stringConvertible((micros / 10).rounded() / 100), "client": .string(context.clientAddress),
                "host": .string(context.host),
            ])
    }

    /// An inbound id that is short and plain, else a new one: it is printed, stored and sent back.
    private func requestID(_ request: Request) -> String {
        guard let given = request.headers[.xRequestID], (8...64).contains(given.utf8.count), given.utf8.allSatisfy(isPlain)
        else { return newRequestID() }
        return given
    }

    private func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// A request that has been answered.
public struct ServedRequest: Sendable {
    public let method: String
    /// The route as it was declared, such as `/contacts/{id}`; nil where none matched.
    public let route: String?
    public let status: Int
    /// Until the answer began.
    public let duration: Duration

    public init(method: String, route: String?, status: Int, duration: Duration) {
        (self.method, self.route, self.status, self.duration) = (method, route, status, duration)
    }
}

/// The key under which Hummingbird keeps the request id in a logger's metadata; logs print it as `request_id`.
let requestIDMetadataKey = "hb.request.id"

/// 32 hexadecimal digits: 16 of this process, 16 that count on. Asking the kernel for random bytes each time costs more
/// than the rest of the middleware.
private func newRequestID() -> String {
    let number = nextRequestNumber.wrappingAdd(1, ordering: .relaxed).newValue
    return String(unsafeUninitializedCapacity: 32) { buffer in
        for (half, value) in [processNumber, number].enumerated() {
            for digit in 0..<16 { buffer[half * 16 + digit] = hexDigit(UInt8(value >> UInt64(60 - digit * 4) & 15)) }
        }
        return 32
    }
}

private let processNumber = UInt64.random(in: .min ... .max)
private let nextRequestNumber = Atomic<UInt64>(.random(in: .min ... .max))
