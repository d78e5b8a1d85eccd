import Crypto
import Foundation

/// The codes that an authenticator app shows (RFC 6238), with what all such apps know: SHA-1, six digits, half a minute.
public struct OneTimePassword: Sendable {
    /// In seconds.
    private static let period = 30
    /// Clocks of phones differ, and people take their time to type: the code before and the one after count, too.
    private static let tolerance = 1
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    private let key: [UInt8]

    /// A new key of 160 random bits, as RFC 4226 recommends.
    public static func random() -> OneTimePassword {
        var generator = SystemRandomNumberGenerator()
        return OneTimePassword(key: (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// - Parameter key: at least 16 bytes.
    init(key: [UInt8]) {
        self.key = key
    }

    /// A key as it was stored.
    public init?(_ secret: Secret) {
        var (key, bits, count): ([UInt8], UInt32, Int) = ([], 0, 0)
        for byte in secret.revealed.utf8 {
            guard let value = Self.alphabet.firstIndex(of: byte) else { return nil }
            (bits, count) = (bits << 5 | UInt32(value), count + 5)
            if count >= 8 {
                count -= 8
                key.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard key.count >= 16 else { return nil }
        self.key = key
    }

    /// The key in base32 without padding (RFC 4648), as people type it and as it is stored.
    public var secret: Secret {
        var (text, bits, count): ([UInt8], UInt32, Int) = ([], 0, 0)
        for byte in key {
            (bits, count) = (bits << 8 | UInt32(byte), count + 8)
            while count >= 5 {
                count -= 5
                text.append(Self.alphabet[Int(bits >> UInt32(count)) & 31])
            }
        }
        if count > 0 { text.append(Self.alphabet[Int(bits << UInt32(5 - count)) & 31]) }
        return Secret(String(decoding: text, as: UTF8.self))
    }

    /// What the app reads from a QR code.
    /// - Parameters:
    ///   - issuer: whom the account is with, as the app lists it.
    ///   - account: whose it is.
    public func address(issuer: String, account: String) -> Secret {
        var components = URLComponents()
        (components.scheme, components.host) = ("otpauth", "totp")
        components.path = "/" + [issuer, account].map { $0.replacingOccurrences(of: ":", with: " ") }.joined(separator: ":")
        components.queryItems = [URLQueryItem(name: "secret", value: secret.revealed), URLQueryItem(name: "issuer", value: issuer)]
        return Secret(components.string ?? "")
    }

    /// The six digits that the app shows at `instant`.
    public func code(at instant: Date) -> String {
        code(step: Self.step(at: instant))
    }

    /// The half minute that `code` belongs to, counted from 1970; nil for a wrong or outdated code. Each step counts once:
    /// whoever accepts a code keeps its step, and accepts none of it or before it any more.
    public func step(of code: String, at now: Date) -> Int? {
        let current = Self.step(at: now)
        let digits = code.filter { !$0.isWhitespace }
        return (current - Self.tolerance...current + Self.tolerance).first { self.code(step: $0) == digits }
    }

    private static func step(at instant: Date) -> Int {
        Int((instant.timeIntervalSince1970 / Double(period)).rounded(.down))
    }

    private func code(step: Int) -> String {
        let counter = withUnsafeBytes(of: UInt64(max(0, step)).bigEndian) { Data($0) }
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: key)))
        let offset = Int(hash[19] & 15)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
