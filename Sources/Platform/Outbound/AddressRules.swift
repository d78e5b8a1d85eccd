import Web

/// Which addresses this installation connects to when somebody else has named the host: a webhook, a logo, a feed.
///
/// Only what lies on the public internet, on the ports of the web. Everything inside, from loopback to a cloud's
/// metadata, would answer as if the operator had asked.
public struct AddressRules: Sendable {
    private let permitted: [AddressRange]

    /// - Parameter permitted: within the operator's own network, yet open to tenants, on any port.
    public init(permitting permitted: [AddressRange] = []) {
        self.permitted = permitted
    }

    /// Whether to connect to `address`, which is an IP address as text; anything else is refused.
    public func allow(_ address: String, port: Int) -> Bool {
        if permitted.contains(where: { $0.contains(address) }) { return true }
        return Self.ports.contains(port) && Self.isPublic(address)
    }

    private static let ports: Set<Int> = [80, 443, 8080, 8443]

    private static func isPublic(_ address: String) -> Bool {
        everything.contains { $0.contains(address) } && !special.contains { $0.contains(address) }
    }

    /// All of IPv4, and what is given out of IPv6. That leaves loopback, private, link-local and multicast IPv6 outside,
    /// as well as NAT64 (`64:ff9b::`), which would lead back to any address of IPv4.
    private static let everything = ranges("0.0.0.0/0", "2000::/3")

    /// The registries of special addresses (RFC 6890 and its successors), and the one public address that is a cloud's inside.
    private static let special = ranges(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16",
        // Teredo and other protocols' own, documentation, 6to4.
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")

    private static func ranges(_ texts: String...) -> [AddressRange] { texts.compactMap { AddressRange($0) } }
}
