import Hummingbird

extension HTTPResponder where Context: WebContext {
    /// This responder behind everything that each request goes through, in this order: where it comes from, its id and
    /// log line, security headers, compression, failures, the check for other sites, the deadline.
    public func behindStandardLayers(
        settings: ServerSettings, proxies: TrustedProxies, failures: FailureMiddleware<Context>
    ) -> some HTTPResponder<Context> {
        deadline(settings.requestDeadline, settings.live).wrapped {
            OriginMiddleware(trusting: proxies)
            RequestLogMiddleware()
            SecurityHeadersMiddleware()
            CompressionMiddleware()
            failures
            OriginCheckMiddleware()
        }
    }
}
