import Foundation
import Platform
import Postgres
import Web

/// Links in mails that let somebody set a password: invitations, and resets of a forgotten one. Each works once.
struct UserLinks: Sendable {
    enum Purpose: String, Sendable {
        case invitation, reset

        var lifetime: TimeInterval { self == .reset ? 3 * 3_600 : 7 * 86_400 }
    }

    let scope: TenantScope

    /// Makes a link's secret within `transaction`; older ones of the same purpose stop working.
    func make(_ purpose: Purpose, for userID: UUID, in transaction: TenantTransaction) async throws -> Token {
        let token = Token.random()
        let now = scope.now
        _ = try await transaction.pipeline([
            "update user_links set used_at = \(now) where user_id = \(userID) and purpose = \(purpose.rawValue) and used_at is null",
            """
            insert into user_links (token_hash, user_id, purpose, expires_at)
            values (\(token.hash), \(userID), \(purpose.rawValue), \(now.addingTimeInterval(purpose.lifetime)))
            """,
        ])
        return token
    }

    /// Whose link it is; nil when it was used, is too old or never was.
    func owner(of token: Token) async throws -> User? {
        let rows = try await scope.database.read(
            """
            select user_id from user_links where token_hash = \(token.hash) and used_at is null and expires_at > \(scope.now)
            """)
        guard let id = try rows.first?.decode(UUID.self) else { return nil }
        return try await scope.database.read(UserQueries.find(id)).decode(User.self).first { $0.status != .disabled }
    }

    /// Sets the password, once, and ends every session and every API key the person had.
    func redeem(_ token: Token, passwordHash: String) async throws -> UUID {
        let now = scope.now
        return try await scope.database.transaction { transaction in
            let used = try await transaction.query(
                """
                update user_links set used_at = \(now) where token_hash = \(token.hash) and used_at is null and expires_at > \(now)
                returning user_id
                """)
            guard let userID = try used.first?.decode(UUID.self) else { throw Failure.notFound }
            _ = try await transaction.pipeline([
                UserQueries.setPassword(passwordHash, of: userID), SessionQueries.revokeAll(of: userID, except: nil, at: now),
                APIKeyQueries.revokeAll(of: userID, at: now),
            ])
            try await transaction.record(Event("user.password_set", recordType: "user", recordID: userID))
            return userID
        }
    }
}
