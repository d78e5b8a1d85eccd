/// Which part of the product a host name belongs to.
public enum HostKind: Sendable, Equatable {
    /// The platform's own pages.
    case platform
    case tenant(slug: String)
    case unknown
}

/// Reads host names under the platform's base domain.
public struct HostNames: Sendable {
    private let baseDomain: String

    public init(baseDomain: String) {
        self.baseDomain = baseDomain
    }

    /// - Parameter host: the `Host` header, with or without a port.
    public func kind(of host: String) -> HostKind {
        let name = host.split(separator: ":", maxSplits: 1).first.map { $0.lowercased() } ?? ""
        if name == baseDomain { return .platform }
        guard name.hasSuffix("." + baseDomain) else { return .unknown }
        let slug = String(name.dropLast(baseDomain.utf8.count + 1))
        return (try? Slug(slug)) == nil ? .unknown : .tenant(slug: slug)
    }
}
