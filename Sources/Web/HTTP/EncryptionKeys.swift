import Crypto
import Foundation

extension KeyRing {
    /// The keys that encrypt what is kept for one purpose.
    public func encryptionKeys(for purpose: String) -> EncryptionKeys {
        EncryptionKeys(keys(for: "encryption: \(purpose)"))
    }
}

/// Encrypts what must be readable again: the newest key seals, every key of the ring opens.
///
/// Sealed bytes are a version, the id of their key, and ChaCha20-Poly1305's nonce, text and tag.
public struct EncryptionKeys: Sendable {
    private struct Key: Sendable {
        let id: [UInt8]
        let key: SymmetricKey
    }

    private static let version: UInt8 = 1
    private static let idLength = 4

    /// The newest first.
    private let keys: [Key]

    init(_ ring: SigningKeys) {
        keys = ring.keys.map { key in
            Key(id: Array(HMAC<SHA256>.authenticationCode(for: Data("id".utf8), using: key).prefix(Self.idLength)), key: key)
        }
    }

    /// - Parameter context: what the bytes belong to; they open for nothing else.
    public func seal(_ bytes: some DataProtocol, for context: String) throws -> [UInt8] {
        let header = [Self.version] + keys[0].id
        return header + (try ChaChaPoly.seal(bytes, using: keys[0].key, authenticating: header + context.utf8).combined)
    }

    /// - Returns: nil for bytes that were changed, belong to something else, or whose key is no longer in the ring.
    public func open(_ sealed: [UInt8], for context: String) -> [UInt8]? {
        guard let key = key(of: sealed), let box = try? ChaChaPoly.SealedBox(combined: sealed.dropFirst(1 + Self.idLength)) else {
            return nil
        }
        let header = sealed.prefix(1 + Self.idLength)
        return (try? ChaChaPoly.open(box, using: key.key, authenticating: header + context.utf8)).map { Array($0) }
    }

    /// Whether the newest key sealed these bytes.
    public func isCurrent(_ sealed: [UInt8]) -> Bool {
        key(of: sealed)?.id == keys[0].id
    }

    private func key(of sealed: [UInt8]) -> Key? {
        guard sealed.first == Self.version else { return nil }
        let id = sealed.dropFirst().prefix(Self.idLength)
        return keys.first { $0.id.elementsEqual(id) }
    }
}
