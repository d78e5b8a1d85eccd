import Hummingbird
import NIOCore

/// Where a request comes from: the client's address, the scheme it used and the host it asked for.
public struct RequestOrigin: Sendable, Hashable {
    /// The client's IP address without a port; `unix` for a local socket.
    public var clientAddress = ""
    /// Whether the client used https.
    public var isSecure = false
    /// The host asked for: lower case, without a port; empty when the request named none.
    public var host = ""
    /// The port the client named, nil for the scheme's own.
    public var port: Int?

    /// `https` or `http`.
    public var scheme: String { isSecure ? "https" : "http" }

    /// `https://acme.example` or `http://acme.localhost:8080`: the start of every absolute link to this host.
    public var baseURL: String {
        guard let port, port != (isSecure ? 443 : 80) else { return "\(scheme)://\(host)" }
        return "\(scheme)://\(host):\(port)"
    }
}

extension RequestOrigin {
    /// What the connection itself tells, before any proxy is believed.
    init(request: Request, channel: any Channel) {
        clientAddress = channel.remoteAddress?.ipAddress ?? "unix"
        setHost(request.head.authority ?? "")
    }

    /// Splits `authority` into host and port; an IPv6 literal keeps its brackets.
    mutating func setHost(_ authority: String) {
        let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":"))
        if let colon, let number = Int(authority[authority.utf8.index(after: colon)...]), (1...65535).contains(number) {
            host = authority[..<colon].lowercased()
            port = number
        } else {
            host = authority.lowercased()
            port = nil
        }
        if host.utf8.last == UInt8(ascii: ".") { host.removeLast() }
    }
}
