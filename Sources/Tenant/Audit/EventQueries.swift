import Foundation
import Platform
import Postgres

enum EventQueries {
    private static let change: SQL = "e.id, e.record_type, e.record_id, e.kind, e.actor_id, e.before, e.after"

    /// What happened to these records in a batch, the oldest first. Asked record by record, since a batch may be much bigger.
    static func changes(in batch: UUID, to ids: [UUID]) -> SQL {
        """
        select \(change) from unnest(\(ids)) as r (id)
        cross join lateral (select * from events e where e.record_id = r.id and e.batch_id = \(batch)) e
        order by e.id
        """
    }

    static func change(_ id: UUID) -> SQL {
        "select \(change) from events e where e.id = \(id)"
    }

    /// The latest changes of a record's fields, the newest first.
    static func updates(of record: UUID, last count: Int) -> SQL {
        """
        select \(change) from events e where e.record_id = \(record) and e.kind = e.record_type || '.updated'
        order by e.id desc limit \(count)
        """
    }

    /// The records that a batch changed.
    static func records(in batch: UUID) -> SQL {
        """
        select distinct e.record_id as id from events e
        where e.batch_id = \(batch) and split_part(e.kind, '.', 1) = e.record_type
          and split_part(e.kind, '.', 2) = any(\(LoggedChange.reversible))
        """
    }

    static func beginning(of batch: UUID) -> SQL {
        "select e.actor_id, e.at, e.record_type from events e where e.batch_id = \(batch) order by e.id limit 1"
    }

    /// Which of some records have been changed since an event of theirs.
    static func changed(_ ids: [UUID], since events: [UUID]) -> SQL {
        """
        select c.id from unnest(\(ids), \(events)) as c (id, event)
        where exists (select from events e where e.record_id = c.id and e.id > c.event and e.kind = e.record_type || '.updated')
        """
    }

    /// How many events are looked through for those that a filter wants, so that a rare one costs no more than a common one.
    static let window = 50_000

    /// A page of events, the newest first.
    /// - Parameters:
    ///   - place: the event behind which it begins.
    ///   - type: what the events are about as the reader sees it, who is not told of changes of what they do not see.
    static func page(_ filter: EventFilter, after place: LogPlace?, limit: Int, seenAs type: RecordType? = nil) -> SQL {
        let told: SQL = type?.isTold.map { " and \($0)" } ?? ""
        let sql: SQL = """
            select \(LoggedEvent.columns)
            from (\(looked(filter, "*", after: place)) limit \(literal: window)) e
            left join users u on u.id = e.actor_id left join users o on o.id = e.on_behalf_of
            left join (select to_transaction, to_id from event_seals order by number desc limit 1) s on true
            where \(filter.rest)\(told)
            order by \(filter.order) limit \(literal: limit)
            """
        return sql.named("events.page")
    }

    /// The last event that `page` looked at, where it stopped before the end of the log.
    static func endOfWindow(_ filter: EventFilter, after place: LogPlace?) -> SQL {
        let sql: SQL = "\(looked(filter, "e.at, e.id", after: place)) offset \(literal: window - 1) limit 1"
        return sql.named("events.window")
    }

    private static func looked(_ filter: EventFilter, _ columns: SQL, after place: LogPlace?) -> SQL {
        let position: SQL = place.map { filter.position(after: $0) } ?? "true"
        return "select \(columns) from events e where \(position) and \(filter.span) and \(filter.index) order by \(filter.order)"
    }

    static let lastSeal: SQL = """
        select s.number, s.sealed_at, encode(s.hash, 'hex'),
               (select count(*) from (select from events e where (e.transaction, e.id) > (s.to_transaction, s.to_id) limit 10001) n)
        from event_seals s order by s.number desc limit 1
        """
}
