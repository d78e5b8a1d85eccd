import Foundation

/// Where a mail server is and how to sign in there.
public struct SMTPServer: Sendable {
    /// Thrown for a URL that is not `smtp://…` or `smtps://…` with a host. Does not repeat it: it may hold a password.
    public struct Malformed: Error, CustomStringConvertible {
        public var description: String { "The mail server's URL must look like smtp://user:password@host:587." }
    }

    /// Without user and password.
    let url: String
    let user: Secret?
    let password: Secret?
    /// Whether messages and passwords never leave the machine on their way there.
    let isLoopback: Bool

    init(url text: String) throws {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["smtp", "smtps"].contains(scheme), let host = parts.host, !host.isEmpty
        else { throw Malformed() }
        url = "\(scheme)://\(host):\(parts.port ?? (scheme == "smtps" ? 465 : 587))"
        user = parts.user.map { Secret($0) }
        password = parts.password.map { Secret($0) }
        isLoopback = Self.isLoopback(host)
    }

    /// By name or literal address only: what a name resolves to may change.
    private static func isLoopback(_ host: String) -> Bool {
        var address = in_addr()
        if inet_pton(AF_INET, host, &address) == 1 { return UInt32(bigEndian: address.s_addr) >> 24 == 127 }
        return ["localhost", "[::1]", "::1"].contains(host.lowercased())
    }
}
