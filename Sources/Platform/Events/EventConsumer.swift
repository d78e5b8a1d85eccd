import Foundation
import Postgres

/// Somebody who is told every event of every tenant, in order and without a gap: notifications, webhooks, scoring, search.
public struct EventConsumer: Sendable {
    public typealias Take = @Sendable ([StoredEvent], TenantTransaction) async throws -> Void

    /// Names the cursor; never changes once released.
    public let name: String
    let pause: Duration
    let wantsHistory: Bool
    let take: Take

    /// - Parameters:
    ///   - pause: the least time between two visits to the same tenant.
    ///   - wantsHistory: whether tenants that were there before the consumer begin with their oldest event, not the next.
    ///   - take: handles a batch. What it writes counts exactly if the cursor moves on, since both are one transaction; what it
    ///     does elsewhere it may do again. If it throws, the same batch comes back later.
    public init(_ name: String, atMostEvery pause: Duration = .zero, wantsHistory: Bool = false, take: @escaping Take) {
        (self.name, self.pause, self.wantsHistory, self.take) = (name, pause, wantsHistory, take)
    }
}

enum EventCursorQueries {
    static let batch = 500

    /// A consumer that is new to the tenant begins behind what has happened, unless it wants to hear of that. Where nobody has a
    /// place yet the tenant itself is new: there is no past, and nothing must be missed.
    static func register(_ consumers: [EventConsumer]) -> SQL {
        """
        insert into event_cursors (consumer, transaction)
        select c.name, case when c.history or not exists (select from event_cursors) then '0'::xid8 else pg_snapshot_xmin(pg_current_snapshot()) end
        from unnest(\(consumers.map(\.name)), \(consumers.map(\.wantsHistory))) as c (name, history)
        where not exists (select from event_cursors e where e.consumer = c.name)
        on conflict (consumer) do nothing
        """
    }

    /// The consumer's place, unless it must wait or somebody else is at it.
    static func lock(_ name: String) -> SQL {
        """
        select transaction::text, event_id, failures from event_cursors
        where consumer = \(name) and due_at <= now() for update skip locked
        """
    }

    /// Numbers are given out before they are committed: what lies behind the oldest transaction that still runs may have gaps.
    static func batch(after position: EventPosition) -> SQL {
        """
        select \(StoredEvent.columns) from events
        where (transaction, id) > \(position.sql) and transaction < pg_snapshot_xmin(pg_current_snapshot())
        order by transaction, id limit \(batch)
        """
    }

    static func advance(_ name: String, to position: EventPosition, pause: Duration) -> SQL {
        """
        update event_cursors set transaction = \(position.transaction)::text::xid8, event_id = \(position.id), failures = 0,
               last_error = null, due_at = now() + \(pause / .seconds(1)) * interval '1 second'
        where consumer = \(name)
        """
    }

    /// What is there and cannot be passed yet does not come sooner by asking all the time. Where nothing is there, nobody waits:
    /// what comes next is taken at once.
    static func rest(_ name: String) -> SQL {
        """
        update event_cursors c set due_at = now() + interval '0.5 seconds'
        where c.consumer = \(name) and exists (select from events e where (e.transaction, e.id) > (c.transaction, c.event_id))
        """
    }

    /// Waits longer after each failure, 5 s doubling to an hour.
    static func fail(_ name: String, error: String) -> SQL {
        """
        update event_cursors set failures = failures + 1, last_error = \(String(error.prefix(2_000))),
               due_at = now() + least(3600, 5 * 2 ^ least(failures, 20)) * interval '1 second'
        where consumer = \(name)
        """
    }

    /// When a consumer has something to do next; null where all of them have heard everything.
    static func nextDue(_ consumers: [EventConsumer]) -> SQL {
        """
        select min(greatest(c.due_at, now())) from event_cursors c
        where c.consumer = any(\(consumers.map(\.name)))
          and exists (select from events e where (e.transaction, e.id) > (c.transaction, c.event_id))
        """
    }
}
