import Foundation
import Platform
import Postgres
import Web

enum NoteQueries {
    private static let selection: SQL = """
        select n.id, n.record_type, n.record_id, n.body, n.is_pinned, n.version, n.created_by, u.name, n.created_at, n.updated_at
        from notes n left join users u on u.id = n.created_by
        """

    static func find(_ id: UUID, deleted: Bool) -> SQL {
        "\(selection) where n.id = \(id) and (n.deleted_at is not null) = \(deleted)"
    }

    private static func stands(on record: Record) -> SQL {
        "n.record_id = \(record.id) and n.record_type = \(record.type.name) and n.deleted_at is null"
    }

    /// As pages show them: what is pinned, then the newest.
    /// - Parameter note: the one behind which they begin.
    static func shown(of record: Record, behind note: UUID? = nil, limit: Int) -> SQL {
        let rest: SQL = note.map { " and (n.is_pinned, n.id) < (select is_pinned, id from notes where id = \($0))" } ?? ""
        return "\(selection) where \(stands(on: record))\(rest) order by n.is_pinned desc, n.id desc limit \(limit)"
    }

    static func page(of record: Record, _ page: ContributionList) -> SQL {
        shown(of: record, behind: page.before, limit: page.limit + 1)
    }

    static func count(of record: Record) -> SQL {
        "select count(*) from notes n where \(stands(on: record))"
    }

    static func list(of record: Record, _ page: ContributionList) -> SQL {
        page.rows("\(selection) where \(stands(on: record))", id: "n.id")
    }

    static func insert(_ id: UUID, _ body: Markdown, on record: Record, by user: UUID?, at now: Date) -> SQL {
        """
        insert into notes (id, record_type, record_id, body, created_by, created_at, updated_at)
        values (\(id), \(record.type.name), \(record.id), \(body.text), \(user), \(now), \(now))
        """
    }

    /// - Parameter version: what somebody has seen; nil for whatever is there.
    static func update(_ id: UUID, version: Int?, body: String, isPinned: Bool, editedAt: Date) -> SQL {
        """
        update notes set body = \(body), is_pinned = \(isPinned), updated_at = \(editedAt), version = version + 1
        where id = \(id) and deleted_at is null and (\(version)::bigint is null or version = \(version))
        """
    }

    static func setDeleted(_ id: UUID, version: Int?, at instant: Date?) -> SQL {
        """
        update notes set deleted_at = \(instant), version = version + 1
        where id = \(id) and (deleted_at is null) = \(instant != nil) and (\(version)::bigint is null or version = \(version))
        """
    }
}
