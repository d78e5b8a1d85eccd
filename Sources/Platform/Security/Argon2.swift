import CSodium
import Foundation

/// The two blocking calls into libsodium.
enum Argon2 {
    static func hash(_ password: Secret, cost: PasswordHasher.Cost) throws -> String {
        let text = normalised(password)
        var hash = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let status = crypto_pwhash_str_alg(
            &hash, text, UInt64(text.utf8.count), UInt64(cost.passes), cost.memory, crypto_pwhash_alg_argon2id13())
        guard status == 0 else { throw PasswordHasher.Overloaded() }
        return String(decoding: hash.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func verify(_ password: Secret, against hash: String) -> Bool {
        let text = normalised(password)
        return crypto_pwhash_str_verify(hash, text, UInt64(text.utf8.count)) == 0
    }

    private static func normalised(_ password: Secret) -> String {
        password.revealed.precomposedStringWithCompatibilityMapping
    }
}
