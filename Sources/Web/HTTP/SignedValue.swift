import Foundation

/// Strings that travel through a browser and come back unchanged, or not at all: flash messages, links in mails.
///
/// The result is compact base64url of expiry, text and 16 bytes of HMAC. It is signed, not encrypted: put nothing
/// secret into it.
public struct SignedValue: Sendable {
    private static let codeLength = 16

    private let keys: SigningKeys

    /// - Parameter purpose: Values of one purpose are refused by every other.
    public init(_ ring: KeyRing, purpose: String) {
        keys = ring.keys(for: "signed value: \(purpose)")
    }

    /// Signs `text`.
    ///
    /// - Parameter expiry: From then on it is refused; nil never expires.
    public func sign(_ text: String, expiry: Date? = nil) -> String {
        let seconds = expiry.map { UInt64(max(0, $0.timeIntervalSince1970)) } ?? UInt64.max
        let message = withUnsafeBytes(of: seconds.bigEndian, Array.init) + Array(text.utf8)
        return Base64URL.encode(message + keys.authenticationCode(for: message).prefix(Self.codeLength))
    }

    /// The text in `signed`; nil when it was forged, cut, signed for something else, or has expired.
    public func open(_ signed: String, now: Date = Date()) -> String? {
        guard let bytes = Base64URL.decode(signed), bytes.count >= 8 + Self.codeLength else { return nil }
        let message = bytes.dropLast(Self.codeLength)
        guard keys.verify(bytes.suffix(Self.codeLength), of: message) else { return nil }
        let expiry = message.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard expiry == UInt64.max || now.timeIntervalSince1970 < Double(expiry) else { return nil }
        return String(validating: message.dropFirst(8), as: UTF8.self)
    }
}
