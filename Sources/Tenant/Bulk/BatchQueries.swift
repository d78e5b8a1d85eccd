import Foundation
import Platform
import Postgres

enum BatchQueries {
    private static let columns: SQL = """
        b.id, b.record_type, b.change, b.state, b.total, b.changed_count, b.unchanged_count, b.skipped_count, b.reverts, b.error,
        b.created_by, coalesce(u.name, ''), b.created_at, b.finished_at,
        (\(standing("v.reverts = b.id")))
        """

    /// A reversal that has not been reverted itself.
    static func standing(_ condition: SQL) -> SQL {
        """
        select v.id from batches v where \(condition) and v.state <> 'failed'
            and not exists (select from batches w where w.reverts = v.id and w.state <> 'failed')
        limit 1
        """
    }

    static func standingReversal(of id: UUID) -> SQL {
        standing("v.reverts = \(id)")
    }

    private static let source: SQL = "from batches b left join users u on u.id = b.created_by"

    /// Admins see everybody's, everybody else their own.
    private static func visible(to viewer: Viewer) -> SQL {
        viewer.permissions.managesTenant ? "true" : "b.created_by = \(viewer.userID)"
    }

    static func find(_ id: UUID, visibleTo viewer: Viewer) -> SQL {
        "select \(columns) \(source) where b.id = \(id) and \(visible(to: viewer))"
    }

    /// - Parameter place: the last batch of the page before.
    static func list(visibleTo viewer: Viewer, after place: LogPlace?, limit: Int) -> SQL {
        let position: SQL = place.map { "(b.created_at, b.id) < (\($0.at), \($0.id))" } ?? "true"
        return """
            select \(columns) \(source) where \(visible(to: viewer)) and \(position)
            order by b.created_at desc, b.id desc limit \(literal: limit)
            """
    }

    static func insert(_ id: UUID, _ change: BulkChange, of recordType: String, reverts: UUID? = nil, by user: UUID, at now: Date) -> SQL {
        """
        insert into batches (id, record_type, change, state, reverts, created_by, created_at)
        values (\(id), \(recordType), \(change.stored), 'running', \(reverts), \(user), \(now))
        """
    }

    /// Fixes the records that a batch is about, so that neither the change itself nor anybody else's moves the goal.
    /// - Parameter ids: a query of one column, `id`, each value once.
    static func gather(_ ids: SQL, for batch: UUID) -> SQL {
        """
        insert into batch_chunks (batch_id, number, ids)
        select \(batch), n.number, array_agg(n.id order by n.id)
        from (select s.id, (row_number() over (order by s.id) - 1) / \(literal: RecordChunk.size) as number from (\(ids)) s) n
        group by n.number
        returning cardinality(ids)
        """
    }

    static func setTotal(_ total: Int, of id: UUID) -> SQL {
        "update batches set total = \(total) where id = \(id)"
    }

    /// The row of the batch is the turnstile: of two workers that believe the batch is theirs, one waits.
    static func enter(_ id: UUID) -> SQL {
        "select 1 from batches where id = \(id) and state = 'running' for update"
    }

    static func nextChunk(of id: UUID) -> SQL {
        "select number, ids from batch_chunks where batch_id = \(id) order by number limit 1"
    }

    /// What a chunk came to, in the transaction that changed its records: a chunk that is gone has been done.
    static func advance(_ id: UUID, past chunk: Int, _ counts: Batch.Counts, _ skips: [BatchSkip]) -> [SQL] {
        let progress: [SQL] = [
            "delete from batch_chunks where batch_id = \(id) and number = \(chunk)",
            """
            update batches set changed_count = changed_count + \(counts.changed), unchanged_count = unchanged_count + \(counts.unchanged),
                skipped_count = skipped_count + \(counts.skipped)
            where id = \(id)
            """,
        ]
        return skips.isEmpty ? progress : progress + [insert(skips, of: id)]
    }

    private static func insert(_ skips: [BatchSkip], of id: UUID) -> SQL {
        """
        insert into batch_skips (batch_id, record_type, record_id, field, reason)
        select \(id), s.record_type, s.record_id, s.field, s.reason
        from unnest(\(skips.map(\.recordType)), \(skips.map(\.recordID)), \(skips.map(\.field)), \(skips.map(\.reason)))
            as s (record_type, record_id, field, reason)
        on conflict do nothing
        """
    }

    static func finish(_ id: UUID, _ state: Batch.State, error: String? = nil, at now: Date) -> SQL {
        """
        update batches set state = \(state.rawValue), error = \(error), finished_at = \(now) where id = \(id) and state = 'running'
        """
    }

    /// The same as `Batch.mayGoOn`; what it was taking back must not have been taken back by another meanwhile.
    static func takeUp(_ id: UUID) -> SQL {
        """
        update batches b set state = 'running', error = null, finished_at = null
        where b.id = \(id) and b.state = 'failed' and exists (select from batch_chunks c where c.batch_id = b.id)
          and not exists (\(standing("v.reverts = b.id"))) and not exists (\(standing("v.reverts = b.reverts")))
        """
    }

    static func dropChunks(of id: UUID) -> SQL {
        "delete from batch_chunks where batch_id = \(id)"
    }

    /// - Parameter place: the last one of the page before.
    static func skips(of id: UUID, after place: BatchSkip?, limit: Int) -> SQL {
        let position: SQL = place.map { "(record_id, field) > (\($0.recordID), \($0.field))" } ?? "true"
        return """
            select record_type, record_id, field, reason from batch_skips where batch_id = \(id) and \(position)
            order by record_id, field limit \(literal: limit)
            """
    }
}
