import Hummingbird

extension HTTPResponder where Context: WebContext {
    /// This responder behind everything that each request goes through, in this order: where it comes from, its id and
    /// log line, security headers, compression, limits of the API and of pages, failures, the check for other
    /// sites, the deadline.
    public func behindStandardLayers(
        settings: ServerSettings, proxies: TrustedProxies, limits: RateLimits = RateLimits(perMinute: 0),
        pageLimits: RateLimits = RateLimits(perMinute: 0), failures: FailureMiddleware<Context>,
        observe: @escaping @Sendable (ServedRequest) -> Void = { _ in }
    ) -> some HTTPResponder<Context> {
        deadline(settings.requestDeadline, settings.live).wrapped {
            OriginMiddleware(trusting: proxies)
            RequestLogMiddleware(slow: settings.slowRequest, observe: observe)
            SecurityHeadersMiddleware()
            CompressionMiddleware()
            RateLimitMiddleware(limits: limits, failures: failures)
            PageRateMiddleware(limits: pageLimits, failures: failures)
            failures
            OriginCheckMiddleware()
        }
    }
}
