import Foundation
import Platform
import Postgres

enum ExportQueries {
    private static let columns: SQL = """
        id, record_type, format, parameters, ids, state, total, written, file_digest, file_size, error, created_by, created_at, finished_at,
        expires_at
        """

    /// A file is only for whoever asked for it: it holds what they may see.
    static func find(_ id: UUID, of user: UUID?, at now: Date) -> SQL {
        "select \(columns) from exports where id = \(id) and created_by = \(user) and expires_at > \(now)"
    }

    /// For the job that writes it.
    static func find(_ id: UUID) -> SQL {
        "select \(columns) from exports where id = \(id)"
    }

    /// The newest first, behind the one with the id `last`.
    static func list(of user: UUID?, before last: UUID? = nil, limit: Int = 50, at now: Date) -> SQL {
        let earlier: SQL = last.map { "id < \($0)" } ?? "true"
        return """
            select \(columns) from exports where created_by = \(user) and expires_at > \(now) and \(earlier) order by id desc limit \(limit)
            """
    }

    static func insert(
        _ id: UUID, _ export: RecordExport, ids: [UUID]?, total: Int, by user: UUID, at now: Date
    ) -> SQL {
        """
        insert into exports (id, record_type, format, parameters, ids, state, total, created_by, created_at, expires_at)
        values (\(id), \(export.query.type.name), \(export.format.rawValue), \(export.parameters), \(ids), 'running', \(total), \(user),
            \(now), \(now.addingTimeInterval(Export.lifetime)))
        """
    }

    static func advance(_ id: UUID, to written: Int) -> SQL {
        "update exports set written = \(written) where id = \(id) and state = 'running'"
    }

    static func finish(_ id: UUID, _ digest: FileDigest, size: Int, written: Int, at now: Date) -> SQL {
        """
        update exports set state = 'done', file_digest = \(digest.description), file_size = \(size), written = \(written),
            finished_at = \(now)
        where id = \(id) and state = 'running'
        """
    }

    static func fail(_ id: UUID, _ error: String, at now: Date) -> SQL {
        "update exports set state = 'failed', error = \(error), finished_at = \(now) where id = \(id) and state = 'running'"
    }

    /// Begins anew, with all the time that a new one has.
    static func takeUp(_ id: UUID, at now: Date) -> SQL {
        """
        update exports set state = 'running', written = 0, error = null, finished_at = null,
            expires_at = \(now.addingTimeInterval(Export.lifetime))
        where id = \(id) and state = 'failed'
        """
    }

    /// Those whose time is over, a few at a time.
    static func sweep(at now: Date, limit: Int) -> SQL {
        "delete from exports where id in (select id from exports where expires_at <= \(now) order by expires_at limit \(limit))"
    }
}
