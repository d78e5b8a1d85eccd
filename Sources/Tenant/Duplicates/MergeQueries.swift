import Foundation
import Platform
import Postgres

enum DuplicateQueries {
    /// Takes away what is known of records that go for good, and with them those that were merged into them.
    static func purge(_ ids: [UUID], of type: RecordType) -> [SQL] {
        let absorbed: SQL = """
            with recursive gone as (
                select m.record_id from merged_records m where m.winner_id = any(\(ids))
                union select m.record_id from merged_records m join gone on m.winner_id = gone.record_id
            )
            """
        return [
            "\(absorbed) delete from \(type.table) where id in (select record_id from gone)",
            "\(absorbed) delete from duplicate_keys where record_id in (select record_id from gone) or record_id = any(\(ids))",
            "\(absorbed) delete from merged_records where record_id in (select record_id from gone)",
            "delete from merges where winner_id = any(\(ids))",
            "delete from duplicate_pairs where first_id = any(\(ids)) or second_id = any(\(ids))",
        ]
    }
}

enum MergeQueries {
    /// `(record, field, when it got its value)`.
    static func provenance(of ids: [UUID]) -> SQL {
        """
        select e.record_id, f.name, max(e.at) from events e, jsonb_object_keys(e.after) as f (name)
        where e.record_id = any(\(ids)) and jsonb_typeof(e.after) = 'object' and (e.kind like '%.created' or e.kind like '%.updated')
        group by e.record_id, f.name
        """
    }

    static func retire(_ ids: [UUID], of type: RecordType, by user: UUID?, at now: Date) -> SQL {
        "update \(type.table) set deleted_at = \(now), updated_by = \(user), version = version + 1 where id = any(\(ids))"
    }

    static func bringBack(_ ids: [UUID], of type: RecordType, by user: UUID?) -> SQL {
        "update \(type.table) set deleted_at = null, updated_by = \(user), version = version + 1 where id = any(\(ids))"
    }

    /// Records that a merge has taken out of sight.
    static func absorbed(_ ids: [UUID], of type: RecordType, _ shape: RecordShape) -> SQL {
        "\(shape.selection) from \(type.table) r where r.id = any(\(ids)) order by r.id"
    }

    static func insert(_ merge: RecordMerge.Trace, by user: UUID?, at now: Date) -> SQL {
        """
        insert into merges (id, record_type, winner_id, loser_ids, before, after, merged_by, merged_at)
        values (\(merge.id), \(merge.type.name), \(merge.winnerID), \(merge.loserIDs), \(merge.before), \(merge.after), \(user), \(now))
        """
    }

    static func insertSuccessors(_ merge: RecordMerge.Trace) -> SQL {
        """
        insert into merged_records (record_id, record_type, winner_id, merge_id)
        select l.id, \(merge.type.name), \(merge.winnerID), \(merge.id) from unnest(\(merge.loserIDs)) as l (id)
        """
    }

    static func deleteSuccessors(of id: UUID) -> SQL { "delete from merged_records where merge_id = \(id)" }

    static func insertMoves(_ moves: [RecordMerge.Move], of id: UUID) -> [SQL] {
        moves.enumerated().map { position, move in
            """
            insert into merge_moves (merge_id, position, place, from_id, keys)
            values (\(id), \(Int32(position)), \(move.place), \(move.source), \(move.keys))
            """
        }
    }

    static func moves(of id: UUID) -> SQL {
        "select place, from_id, keys from merge_moves where merge_id = \(id) order by position desc"
    }

    /// Whoever was told apart from a record that goes is told apart from the one that stays.
    static func inheritDismissals(_ merge: RecordMerge.Trace, by user: UUID?, at now: Date) -> [SQL] {
        merge.loserIDs.map { loser in
            """
            insert into duplicate_pairs (id, record_type, first_id, second_id, score, state, merge_id, found_at, decided_by, decided_at)
            select gen_random_uuid(), p.record_type, least(o.id, \(merge.winnerID)), greatest(o.id, \(merge.winnerID)), p.score,
                   'dismissed', \(merge.id), \(now), \(user), \(now)
            from duplicate_pairs p
            cross join lateral (select case when p.first_id = \(loser) then p.second_id else p.first_id end as id) o
            where (p.first_id = \(loser) or p.second_id = \(loser)) and p.state = 'dismissed' and o.id <> all(\(merge.allIDs))
            on conflict (first_id, second_id) do update
                set state = 'dismissed', merge_id = excluded.merge_id, was_open = true, decided_by = excluded.decided_by,
                    decided_at = excluded.decided_at
                where duplicate_pairs.state = 'open'
            """
        }
    }

    static func forgetInherited(by id: UUID) -> [SQL] {
        [
            "delete from duplicate_pairs where merge_id = \(id) and not was_open",
            """
            update duplicate_pairs set state = 'open', merge_id = null, was_open = false, decided_by = null, decided_at = null
            where merge_id = \(id)
            """,
        ]
    }

    /// A merge as it stands, locked: of two who take it back one waits and then finds it taken back.
    static func lock(_ id: UUID) -> SQL {
        """
        select record_type, winner_id, loser_ids, before, after, reversed_at is not null from merges where id = \(id) for update
        """
    }

    static func setReversed(_ id: UUID, by user: UUID?, at now: Date) -> SQL {
        "update merges set reversed_by = \(user), reversed_at = \(now) where id = \(id)"
    }

    /// Where a record went that was merged; several steps where the other one was merged too.
    static func successor(of id: UUID) -> SQL {
        """
        with recursive way as (
            select winner_id, 1 as step from merged_records where record_id = \(id)
            union all select m.winner_id, way.step + 1 from merged_records m join way on m.record_id = way.winner_id where way.step < 100
        )
        select winner_id from way order by step desc limit 1
        """
    }

    /// A record and all that were merged into it, as an array.
    static func absorbed(by id: UUID) -> SQL {
        """
        array(with recursive merged as (
            select \(id)::uuid as id union select m.record_id from merged_records m join merged on m.winner_id = merged.id
        ) select id from merged)
        """
    }

    /// Whether a batch is a merge, or one taken back: no other reversal would bring everything to where it was.
    static func merging(in batch: UUID) -> SQL {
        "select 1 from events where batch_id = \(batch) and split_part(kind, '.', 2) in ('merged', 'unmerged') limit 1"
    }

    /// The merges that a record is made of and that can be taken back, the latest first.
    static func merges(into id: UUID) -> SQL {
        """
        select m.id, m.merged_at, u.name, m.loser_ids from merges m left join users u on u.id = m.merged_by
        where m.winner_id = \(id) and m.reversed_at is null order by m.merged_at desc, m.id desc limit 20
        """
    }
}
