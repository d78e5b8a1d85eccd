import Crypto
import Foundation

/// A random 256-bit credential for a session, an invitation, a reset link or an API client.
///
/// The person gets ``text``; the database keeps ``hash`` alone, so that a stolen dump opens nothing.
/// A plain SHA-256 is enough here, unlike for passwords: there is nothing to guess in 256 random bits.
public struct Token: Sendable, Hashable {
    /// 43 characters of base64url without padding. For the cookie, link or header, never for a log.
    public let text: String

    /// A new token from the system's random source.
    public static func random() -> Token {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
        return Token(bytes: bytes)
    }

    /// A token that came in from outside; `nil` unless it has the shape of one.
    public init?(_ text: String) {
        guard text.utf8.count == 43, text.utf8.allSatisfy(Self.isBase64URL) else { return nil }
        self.text = text
    }

    /// SHA-256 over the bytes of ``text``: 32 bytes, for a unique column.
    public var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    private init(bytes: [UInt8]) {
        text = Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
