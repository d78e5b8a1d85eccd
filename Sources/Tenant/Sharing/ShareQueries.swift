import Foundation
import Platform
import Postgres

enum ShareQueries {
    /// The records of a type that are shared with `viewer`, as one array that the database makes once per statement: beside an
    /// index on the id, rather than a question about each row.
    static func shared(_ type: RecordType, with viewer: Viewer, forEditing: Bool) -> SQL {
        let editing: SQL = forEditing ? " and s.may_edit" : ""
        return """
            array(
                select s.record_id from record_shares s
                where (s.user_id = \(viewer.userID) or s.team_id = any(\(viewer.teamIDs))) and s.record_type = \(type.name)\(editing)
                  and (s.expires_at is null or s.expires_at > now())
            )
            """
    }

    private static let columns: SQL = """
        s.id, s.user_id, s.team_id, coalesce(p.name, t.name, ''), s.may_edit, s.expires_at, b.name, s.created_by, s.created_at
        """
    private static let source: SQL = """
        record_shares s left join users p on p.id = s.user_id left join teams t on t.id = s.team_id left join users b on b.id = s.created_by
        """

    /// Everybody whom a record is shared with.
    static func list(of recordID: UUID) -> SQL {
        let sql: SQL = """
            select \(columns) from \(source) where s.record_id = \(recordID)
            order by s.team_id is not null, lower(coalesce(p.name, t.name)), s.id limit 500
            """
        return sql.named("shares.list")
    }

    static func find(_ id: UUID, of recordID: UUID) -> SQL {
        "select \(columns) from \(source) where s.id = \(id) and s.record_id = \(recordID)"
    }

    static func name(of receiver: Share.Receiver) -> SQL {
        switch receiver {
        case .user(let id): "select name from users where id = \(id) and status = 'active'"
        case .team(let id): "select name from teams where id = \(id)"
        }
    }

    /// Sharing again with somebody replaces how.
    /// - Returns: the id, of the new share or of the one that was there.
    static func insert(_ share: ShareDraft, of record: Record, by user: UUID?, at now: Date) -> SQL {
        let receiver: SQL = share.receiver.userID == nil ? "team_id" : "user_id"
        return """
            insert into record_shares (id, record_type, record_id, user_id, team_id, may_edit, expires_at, created_by, created_at)
            values (\(UUID.v7()), \(record.type.name), \(record.id), \(share.receiver.userID), \(share.receiver.teamID),
                    \(share.access == .edit), \(share.expiresAt), \(user), \(now))
            on conflict (\(receiver), record_type, record_id) where \(receiver) is not null do update
            set may_edit = excluded.may_edit, expires_at = excluded.expires_at, created_by = excluded.created_by,
                created_at = excluded.created_at
            returning id
            """
    }

    static func delete(_ id: UUID) -> SQL {
        "delete from record_shares where id = \(id)"
    }

    /// Raises the access version of everybody whom a share concerns.
    static func accessChanged(_ receiver: Share.Receiver) -> SQL {
        """
        with recursive \(TeamQueries.below(receiver.teamID))
        update users set access_version = access_version + 1
        where id = \(receiver.userID)
           or id in (select m.user_id from team_members m join below on below.id = m.team_id)
        """
    }
}
