import HTTPTypes
import Hummingbird
import NIOCore

/// The proxies whose `X-Forwarded-*` headers are believed; everybody else's are ignored.
public struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    /// Nobody is believed.
    public static let none = TrustedProxies([])

    public init(_ ranges: [AddressRange]) {
        self.ranges = ranges
    }

    /// Reads `TRUSTED_PROXIES`: addresses and ranges with commas between.
    ///
    /// - Throws: `InvalidRange` naming the part that is neither.
    public init(parsing text: String) throws(InvalidRange) {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",").map({ $0.trimmingSpaces() }) where !part.isEmpty {
            guard let range = AddressRange(part) else { throw InvalidRange(text: part) }
            ranges.append(range)
        }
        self.ranges = ranges
    }

    /// A part of `TRUSTED_PROXIES` that is no address and no range.
    public struct InvalidRange: Error, CustomStringConvertible {
        let text: String
        public var description: String { "“\(text)” is neither an IP address nor a range such as 10.0.0.0/8" }
    }

    /// Where the request really comes from.
    func origin(of request: Request, over channel: any Channel) -> RequestOrigin {
        var origin = RequestOrigin(request: request, channel: channel)
        guard !ranges.isEmpty, trusts(origin.clientAddress) else { return origin }
        if let client = client(in: request.headers) { origin.clientAddress = client }
        if let scheme = last(request.headers[.xForwardedProto]) { origin.isSecure = scheme.lowercased() == "https" }
        if let host = last(request.headers[.xForwardedHost]) { origin.setHost(host) }
        return origin
    }

    /// The nearest address that is not one of our proxies: what stands further left, anybody may have written.
    private func client(in headers: HTTPFields) -> String? {
        let hops = headers[values: .xForwardedFor].flatMap { $0.split(separator: ",") }.map { $0.trimmingSpaces() }
        guard let hop = hops.last(where: { !trusts($0) }) ?? hops.first else { return nil }
        return ipAddressBytes(hop) == nil ? nil : hop
    }

    private func trusts(_ address: String) -> Bool {
        address == "unix" || ranges.contains { $0.contains(address) }
    }

    /// The value that the proxy next to us has written.
    private func last(_ header: String?) -> String? {
        header?.split(separator: ",").last.map { $0.trimmingSpaces() }
    }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let xForwardedProto = HTTPField.Name("X-Forwarded-Proto")!
    static let xForwardedHost = HTTPField.Name("X-Forwarded-Host")!
    /// Names a request, see `RequestLogMiddleware`.
    public static let xRequestID = HTTPField.Name("X-Request-Id")!
}

/// Fills `context.web.origin`: client address, scheme and host. Comes before everything that uses them.
public struct OriginMiddleware<Context: WebContext>: RouterMiddleware {
    private let proxies: TrustedProxies

    public init(trusting proxies: TrustedProxies) {
        self.proxies = proxies
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.web.origin = proxies.origin(of: request, over: context.web.channel)
        return try await next(request, context)
    }
}
