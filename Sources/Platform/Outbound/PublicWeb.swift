import AsyncHTTPClient
import HTTPTypes

/// Requests to addresses that tenants have named: webhooks, logos, feeds.
///
/// The host is resolved once, every address is checked against the rules, and the connection goes to the checked address and
/// no other; a redirect begins anew. So no name, spelling or second answer of the DNS leads inside.
public struct PublicWeb: Sendable {
    public struct Limits: Sendable {
        /// The most bytes an answer may have.
        public var bodySize: Int
        /// For everything together, redirects included.
        public var totalTime: Duration
        public var redirects: Int

        public init(bodySize: Int = 1 << 20, totalTime: Duration = .seconds(15), redirects: Int = 5) {
            self.bodySize = bodySize
            self.totalTime = totalTime
            self.redirects = redirects
        }
    }

    private let rules: AddressRules
    private let resolver: HostResolver

    public init(rules: AddressRules = AddressRules(), resolver: HostResolver = .system) {
        self.rules = rules
        self.resolver = resolver
    }

    /// - Throws: `OutboundError`
    public func send(_ request: OutboundRequest, limits: Limits = Limits()) async throws -> OutboundResponse {
        try await within(limits.totalTime) { try await follow(request, limits) }
    }

    private func follow(_ request: OutboundRequest, _ limits: Limits) async throws -> OutboundResponse {
        var request = request
        for _ in 0...limits.redirects {
            let address = try PublicAddress(request.url)
            let response = try await exchange(request, with: address, limits)
            guard let next = try response.redirect(of: request, at: address) else { return response }
            request = next
        }
        throw OutboundError.tooManyRedirects
    }

    private func exchange(_ request: OutboundRequest, with address: PublicAddress, _ limits: Limits) async throws -> OutboundResponse {
        var request = request
        request.url = address.url
        // Its own short life: a client keeps what it was told about the host for as long as it lives.
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: configuration(host: address.host, pinnedTo: try await checked(address)))
        let result = await Result { [request] in
            try await Exchange(client: client, timeout: limits.totalTime).send(request, into: .memory(limit: limits.bodySize))
        }
        try? await client.shutdown()
        return try result.get()
    }

    /// One of the host's addresses. A host that has a single forbidden one is refused whole.
    private func checked(_ address: PublicAddress) async throws -> String {
        let found = try await resolver.addresses(of: address.host)
        guard let first = found.first else { throw OutboundError.unknownHost }
        guard found.allSatisfy({ rules.allow($0, port: address.port) }) else { throw OutboundError.refused(host: address.host) }
        return first
    }

    /// Nothing is unpacked: a small answer must not become a large one here.
    private func configuration(host: String, pinnedTo address: String) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)), decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = [host: address]
        return configuration
    }
}

extension OutboundResponse {
    /// The request that this answer sends us on to; nil when it is the last one.
    fileprivate func redirect(of request: OutboundRequest, at address: PublicAddress) throws -> OutboundRequest? {
        guard [301, 302, 303, 307, 308].contains(status), let location = headers[.location] else { return nil }
        let target = try address.following(location)
        var next = request
        next.url = target.url
        // What was meant for one site is none of another's business.
        if target.origin != address.origin {
            for name in [HTTPField.Name.authorization, .cookie] { next.headers[name] = nil }
        }
        let becomesGet = status == 303 || (status < 303 && request.method == .post)
        if becomesGet && request.method != .head {
            next.method = .get
            next.body = .none
            next.headers[.contentType] = nil
        }
        return next
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
