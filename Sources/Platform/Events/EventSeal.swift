import Postgres

/// Seals the event log: each seal covers the events since the one before it, and that seal itself. Nobody who writes events
/// waits for it, as a consumer does it afterwards.
enum EventSeal {
    static let consumer = EventConsumer("seal", atMostEvery: .seconds(30), wantsHistory: true) { events, transaction in
        guard let last = events.last else { return }
        try await transaction.execute(insertion(upTo: last.position))
    }

    /// What changed enters by way of a salted digest, which stays when the payload is erased; the salt goes with the payload, so
    /// that nobody can try out what it may have been.
    static let payload: SQL = "sha256(convert_to(json_build_array(e.salt, e.before, e.after)::text, 'UTF8'))"

    /// Covers every column of `events e`. A JSON array, so that nothing can move from one column to the next unseen; behind it the
    /// batch, which events of older seals have none of.
    private static let digest: SQL = """
        sha256(convert_to(json_build_array(
            e.id, extract(epoch from e.at), e.kind, e.record_type, e.record_id, e.actor_id, e.on_behalf_of, e.cause, e.request_id,
            e.transaction::text, encode(coalesce(e.erased_digest, \(payload)), 'hex'))::text || coalesce(e.batch_id::text, ''), 'UTF8'))
        """

    private static let digests: SQL = "string_agg(\(digest), ''::bytea order by e.transaction, e.id)"

    /// - Parameter number, count, …: expressions for what the seal says of itself.
    private static func seal(number: SQL, at: SQL, count: SQL, transaction: SQL, id: SQL, previous: SQL, digests: SQL) -> SQL {
        """
        sha256(\(previous) || convert_to(json_build_array(
            \(number), extract(epoch from \(at)), \(count), \(transaction)::text, \(id))::text, 'UTF8') || \(digests))
        """
    }

    private static func insertion(upTo end: EventPosition) -> SQL {
        let transaction: SQL = "\(end.transaction)::text::xid8"
        let hash = seal(
            number: "p.number + 1", at: "now()", count: "count(*)", transaction: transaction, id: "\(end.id)", previous: "p.hash",
            digests: digests)
        return """
            insert into event_seals (number, sealed_at, events, to_transaction, to_id, previous_hash, hash)
            select p.number + 1, now(), count(*), \(transaction), \(end.id), p.hash, \(hash)
            from (
                select number, to_transaction, to_id, hash from event_seals
                union all select 0, '0'::xid8, '00000000-0000-0000-0000-000000000000'::uuid, ''::bytea
                order by number desc limit 1
            ) p
            join events e on (e.transaction, e.id) > (p.to_transaction, p.to_id) and (e.transaction, e.id) <= \(end.sql)
            group by p.number, p.hash
            """
    }

    /// Some seals after `number`: what each is and what it should be.
    static func check(after number: Int) -> SQL {
        let expected = seal(
            number: "s.number", at: "s.sealed_at", count: "x.count", transaction: "s.to_transaction", id: "s.to_id",
            previous: "s.previous_hash", digests: "coalesce(x.digests, ''::bytea)")
        return """
            select s.number, s.events, encode(s.hash, 'hex'), x.count = s.events and s.hash = \(expected)
                   and s.previous_hash = coalesce(p.hash, ''::bytea) and (p.number is not null) = (s.number > 1)
            from event_seals s
            left join event_seals p on p.number = s.number - 1
            cross join lateral (
                select count(*), \(digests) as digests from events e
                where (e.transaction, e.id) <= (s.to_transaction, s.to_id) and (e.transaction, e.id) >
                      (coalesce(p.to_transaction, '0'::xid8), coalesce(p.to_id, '00000000-0000-0000-0000-000000000000'::uuid))
            ) x
            where s.number > \(number) order by s.number limit 20
            """
    }

    /// What was erased must be gone, and an event must say that it was erased.
    static let unexplained: SQL = """
        select count(*) from events e
        where (e.erased_digest is null) <> (e.erased_by is null)
           or e.erased_digest is not null and (
                e.before is not null or e.after is not null or e.salt is not null
                or not exists (
                    select from events r
                    where r.id = e.erased_by and r.kind = 'event.erased' and r.record_id = e.record_id))
        """
}
