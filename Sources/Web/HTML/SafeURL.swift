/// An address that may stand in `href`, `src` or `action`: relative, or of a scheme that cannot run script.
struct SafeURL {
    /// The address as given, or `#` when it is refused.
    let text: String

    private static let schemes: Set<String> = ["http", "https", "mailto", "tel"]

    init(_ address: String) {
        text = Self.isSafe(address) ? address : "#"
    }

    /// Browsers drop tabs and newlines inside a scheme and blanks before it, so an address with any is refused
    /// rather than cleaned: no honest address has them.
    private static func isSafe(_ address: String) -> Bool {
        let bytes = address.utf8
        guard bytes.first != UInt8(ascii: " "), !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
        guard let end = bytes.firstIndex(where: endsScheme), bytes[end] == UInt8(ascii: ":") else { return true }
        return schemes.contains(address[..<end].lowercased())
    }

    /// A colon ends a scheme; after the start of a path, query or fragment there can be none.
    private static func endsScheme(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}
