import Foundation
import Postgres

enum APIKeyQueries {
    struct NewKey: Sendable {
        let id: UUID
        let userID: UUID
        let name: String
        let hash: [UInt8]
        let ending: String
        let scopes: KeyScopes
        let expiresAt: Date?
    }

    static func insert(_ key: NewKey, at now: Date) -> SQL {
        """
        insert into api_keys (id, user_id, name, key_hash, ending, scopes, created_at, expires_at)
        values (\(key.id), \(key.userID), \(key.name), \(key.hash), \(key.ending), \(key.scopes.names), \(now), \(key.expiresAt))
        """
    }

    static func list(of userID: UUID) -> SQL {
        """
        select id, name, ending, scopes, created_at, expires_at, last_used_at from api_keys
        where user_id = \(userID) and revoked_at is null order by id desc limit 100
        """
    }

    static func count(of userID: UUID, now: Date) -> SQL {
        """
        select count(*) from api_keys
        where user_id = \(userID) and revoked_at is null and (expires_at is null or expires_at > \(now))
        """
    }

    static func revoke(_ id: UUID, of userID: UUID, at now: Date) -> SQL {
        "update api_keys set revoked_at = \(now) where id = \(id) and user_id = \(userID) and revoked_at is null"
    }

    static func revokeAll(of userID: UUID, at now: Date) -> SQL {
        "update api_keys set revoked_at = \(now) where user_id = \(userID) and revoked_at is null"
    }

    static func find(hash: [UInt8], now: Date) -> SQL {
        """
        select k.id, k.user_id, k.scopes, \(SecuritySettings.mustAdd("k.user_id")) from api_keys k
        where k.key_hash = \(hash) and k.revoked_at is null and (k.expires_at is null or k.expires_at > \(now))
        """
    }

    /// Asked at the head of every unit of work, as `SessionQueries.stillHolds` is for sessions.
    static func stillHolds(_ id: UUID, now: Date) -> SQL {
        let sql: SQL = """
            select i.tenant_id, u.access_version from _identity i
            left join api_keys k on k.id = \(id) and k.revoked_at is null and (k.expires_at is null or k.expires_at > \(now))
            left join users u on u.id = k.user_id and u.status = 'active'
            """
        return sql.named("api_keys.still_holds")
    }

    /// To the nearest few minutes.
    static func touch(_ id: UUID, at now: Date) -> SQL {
        """
        update api_keys set last_used_at = \(now)
        where id = \(id) and (last_used_at is null or last_used_at < \(now.addingTimeInterval(-300)))
        """
    }
}
