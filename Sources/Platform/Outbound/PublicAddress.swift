import Foundation

/// A web address that somebody else has named, taken apart strictly: two readers of one URL must never see two hosts.
struct PublicAddress: Sendable, Hashable {
    let scheme: String
    /// In lower case and ASCII; an IPv6 address without brackets.
    let host: String
    let port: Int
    private let pathAndQuery: String

    /// - Throws: `OutboundError.malformedURL`
    init(_ text: String) throws {
        guard text.utf8.count <= 4_096, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            parts.percentEncodedUser == nil, parts.percentEncodedPassword == nil,
            let host = parts.encodedHost?.lowercased(), Self.isPlain(host)
        else { throw OutboundError.malformedURL }
        self.scheme = scheme
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? (scheme == "https" ? 443 : 80)
        let path = parts.percentEncodedPath
        pathAndQuery = (path.hasPrefix("/") ? path : "/" + path) + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
    }

    /// The address written anew, from its parts alone.
    var url: String {
        "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)\(pathAndQuery)"
    }

    var origin: String { "\(scheme)://\(host):\(port)" }

    /// Where a `Location` leads to from here.
    func following(_ location: String) throws -> PublicAddress {
        guard let base = URL(string: url), let target = URL(string: location, relativeTo: base) else { throw OutboundError.malformedURL }
        return try PublicAddress(target.absoluteString)
    }

    /// A name or an address as it stands: nothing encoded, nothing that another parser could read differently.
    private static func isPlain(_ host: String) -> Bool {
        let isLiteral = host.hasPrefix("[") && host.hasSuffix("]")
        let allowed = isLiteral ? "0123456789abcdef:." : "abcdefghijklmnopqrstuvwxyz0123456789-._"
        let inner = isLiteral ? String(host.dropFirst().dropLast()) : host
        return !inner.isEmpty && inner.allSatisfy(allowed.contains)
    }
}
