extension Configuration {
    /// Where a tenant's people sign in, without a slash at the end. In production TLS ends in front of the server.
    public func baseURL(ofTenant slug: String) -> String {
        isProduction ? "https://\(slug).\(baseDomain)" : "http://\(slug).\(baseDomain):\(port)"
    }
}
