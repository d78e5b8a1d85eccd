import Foundation
import Platform
import Postgres
import Web

enum SessionQueries {
    static func insert(_ session: NewSession, at now: Date) -> SQL {
        """
        insert into sessions (id, user_id, kind, token_hash, address, agent, created_at, last_seen_at, expires_at, confirmed_at)
        values (\(session.id), \(session.userID), \(session.kind.rawValue), \(session.tokenHash), \(session.address),
                \(session.agent), \(now), \(now), \(session.expiresAt), \(now))
        """
    }

    /// The live session behind a browser's cookie.
    static func find(tokenHash: [UInt8], now: Date) -> SQL {
        """
        select s.id, s.user_id, \(SecuritySettings.mustAdd("s.user_id")) from sessions s
        where s.token_hash = \(tokenHash) and s.revoked_at is null and s.expires_at > \(now) and s.kind = 'browser'
        """
    }

    static func find(_ id: UUID, now: Date) -> SQL {
        """
        select s.id, s.user_id, \(SecuritySettings.mustAdd("s.user_id")) from sessions s
        where s.id = \(id) and s.revoked_at is null and s.expires_at > \(now)
        """
    }

    /// Asked at the head of every unit of work: is it this tenant's schema, is the session alive, what may its person do now?
    static func stillHolds(_ sessionID: UUID, now: Date) -> SQL {
        let sql: SQL = """
            select i.tenant_id, u.access_version from _identity i
            left join sessions s on s.id = \(sessionID) and s.revoked_at is null and s.expires_at > \(now)
            left join users u on u.id = s.user_id and u.status = 'active'
            """
        return sql.named("sessions.still_holds")
    }

    static func touch(_ id: UUID, at now: Date) -> SQL {
        "update sessions set last_seen_at = \(now) where id = \(id) and last_seen_at < \(now.addingTimeInterval(-300))"
    }

    /// When its person last proved who they are.
    static func confirmedAt(_ id: UUID) -> SQL { "select confirmed_at from sessions where id = \(id)" }

    static func confirm(_ id: UUID, at now: Date) -> SQL { "update sessions set confirmed_at = \(now) where id = \(id)" }

    static func list(of userID: UUID, now: Date) -> SQL {
        """
        select id, kind, address, agent, created_at, last_seen_at from sessions
        where user_id = \(userID) and revoked_at is null and expires_at > \(now) order by last_seen_at desc limit 100
        """
    }

    static func revoke(_ id: UUID, of userID: UUID, at now: Date) -> SQL {
        "update sessions set revoked_at = \(now) where id = \(id) and user_id = \(userID) and revoked_at is null"
    }

    static func revokeAll(of userID: UUID, except kept: UUID?, at now: Date) -> SQL {
        """
        update sessions set revoked_at = \(now)
        where user_id = \(userID) and revoked_at is null and id is distinct from \(kept)
        """
    }

    static func insertRefreshToken(_ hash: [UInt8], of sessionID: UUID, at now: Date) -> SQL {
        "insert into refresh_tokens (token_hash, session_id, created_at) values (\(hash), \(sessionID), \(now))"
    }

    static func lockRefreshToken(_ hash: [UInt8], now: Date) -> SQL {
        """
        select r.session_id, r.used_at is not null, s.user_id from refresh_tokens r join sessions s on s.id = r.session_id
        where r.token_hash = \(hash) and s.revoked_at is null and s.expires_at > \(now)
        for update of r
        """
    }

    static func useRefreshToken(_ hash: [UInt8], at now: Date) -> SQL {
        "update refresh_tokens set used_at = \(now) where token_hash = \(hash)"
    }
}

struct NewSession: Sendable {
    enum Kind: String, Sendable { case browser, api }

    let id: UUID
    let userID: UUID
    let kind: Kind
    let tokenHash: [UInt8]
    let address: String
    let agent: String
    let expiresAt: Date
}

/// A live session as its owner sees it.
struct SessionRow: Sendable, RowDecodable {
    let id: UUID
    let kind: String
    let address: String
    let agent: String
    let createdAt: Date
    let lastSeenAt: Date

    init(row: inout RowReader) throws {
        id = try row.next()
        kind = try row.next()
        address = try row.next()
        agent = try row.next()
        createdAt = try row.next()
        lastSeenAt = try row.next()
    }
}
