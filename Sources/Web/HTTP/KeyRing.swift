import Crypto
import Foundation

/// Keys for signing, derived from the secrets of the configuration.
///
/// The first secret signs, all of them verify: to rotate, put a new one in front and drop the old one once whatever it
/// signed has expired. Each purpose gets a key of its own (HKDF-SHA256), so a value signed for one use is worthless
/// for another.
public struct KeyRing: Sendable {
    private let secrets: [SymmetricKey]

    /// - Parameter secrets: `SECRET_KEY` split at commas, newest first; at least one, of 32 characters or more each.
    public init(secrets: [String]) {
        precondition(!secrets.isEmpty && secrets.allSatisfy { $0.utf8.count >= 32 }, "each secret needs 32 characters")
        self.secrets = secrets.map { SymmetricKey(data: Data($0.utf8)) }
    }

    /// The keys for one purpose, such as `flash` or `password reset`. Derive them once and keep them.
    public func keys(for purpose: String) -> SigningKeys {
        SigningKeys(
            keys: secrets.map {
                HKDF<SHA256>.deriveKey(inputKeyMaterial: $0, info: Data(purpose.utf8), outputByteCount: 32)
            })
    }
}

/// The signing keys of one purpose.
public struct SigningKeys: Sendable {
    let keys: [SymmetricKey]

    /// The HMAC-SHA256 of `message` under the newest key: 32 bytes.
    public func authenticationCode(for message: some DataProtocol) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: keys[0]))
    }

    /// Whether `code` is the first bytes of the HMAC of `message` under any of the keys; constant-time per key.
    func verify(_ code: some Collection<UInt8>, of message: some DataProtocol) -> Bool {
        keys.contains { key in
            equalInConstantTime(code, Array(HMAC<SHA256>.authenticationCode(for: message, using: key)).prefix(code.count))
        }
    }
}
