import Foundation

/// Tokens in forms that only a page of this site can know, against requests forged by other sites.
///
/// A token is `mask ‖ mask XOR HMAC(key, binding)`: it differs on every page, so that compression does not give it away
/// letter by letter (BREACH), and needs no storage. The binding is the session's id, or before sign-in the value of
/// the visitor cookie.
public struct CSRF: Sendable {
    /// The hidden field that every form carries.
    public static let fieldName = "_csrf"
    /// The header by which scripts send it.
    public static let headerName = "X-CSRF-Token"

    private let keys: SigningKeys

    public init(_ ring: KeyRing) {
        keys = ring.keys(for: "csrf")
    }

    /// A new token for the session or visitor `binding`.
    public func token(for binding: String) -> String {
        let mask = randomBytes(32)
        return Base64URL.encode(mask + zip(mask, keys.authenticationCode(for: Data(binding.utf8))).map { $0 ^ $1 })
    }

    /// Whether `token` was made for `binding`; takes as long for a wrong one as for a right one.
    public func verify(_ token: String, for binding: String) -> Bool {
        guard let bytes = Base64URL.decode(token), bytes.count == 64 else { return false }
        let code = zip(bytes.prefix(32), bytes.suffix(32)).map { $0 ^ $1 }
        return keys.verify(code, of: Data(binding.utf8))
    }
}
