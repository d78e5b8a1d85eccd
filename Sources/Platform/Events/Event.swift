import Foundation
import Postgres
import Web

/// Something that happened to a record: the audit log, the timeline and the outbox read it.
public struct Event: Sendable {
    /// Versioned public name such as `contact.updated`.
    public let kind: String
    public let recordType: String
    public let recordID: UUID
    /// What the changed fields were and became, as JSON objects.
    public let before: JSON?
    public let after: JSON?
    public let onBehalfOf: UUID?

    public init(
        _ kind: String, recordType: String, recordID: UUID, before: JSON? = nil, after: JSON? = nil, onBehalfOf: UUID? = nil
    ) {
        self.kind = kind
        self.recordType = recordType
        self.recordID = recordID
        self.before = before
        self.after = after
        self.onBehalfOf = onBehalfOf
    }

    /// The statement that writes it into the log.
    public func insertion(by actor: Actor, at instant: Date) -> SQL {
        """
        insert into events (id, at, kind, record_type, record_id, actor_id, on_behalf_of, cause, request_id, before, after)
        values (\(UUID.v7()), \(instant), \(kind), \(recordType), \(recordID), \(actor.userID), \(onBehalfOf),
                \(actor.cause.rawValue), \(actor.requestID), \(before), \(after))
        """
    }
}

extension [Event] {
    /// The statement that writes all of them at once.
    public func insertion(by actor: Actor, at instant: Date) -> SQL {
        """
        insert into events (id, at, kind, record_type, record_id, actor_id, cause, request_id, before, after)
        select e.id, \(instant), e.kind, e.record_type, e.record_id, \(actor.userID), \(actor.cause.rawValue), \(actor.requestID),
               e.before::jsonb, e.after::jsonb
        from unnest(\(map { _ in UUID.v7() }), \(map(\.kind)), \(map(\.recordType)), \(map(\.recordID)), \(map(\.before?.text)),
                    \(map(\.after?.text))) as e (id, kind, record_type, record_id, before, after)
        """
    }
}

/// Tables that every tenant's schema has, whatever features it runs.
public enum TenantBaseSchema {
    public static let migrations = [
        Migration(
            "base/001-events-and-jobs",
            [
                """
                create table events (
                    id uuid primary key,
                    at timestamptz not null,
                    kind text not null,
                    record_type text not null,
                    record_id uuid not null,
                    actor_id uuid,
                    on_behalf_of uuid,
                    cause text not null,
                    request_id text,
                    before jsonb,
                    after jsonb,
                    transaction xid8 not null default pg_current_xact_id()
                )
                """,
                "create index events_record on events (record_id, id desc)",
                "create index events_transaction on events (transaction, id)",
                """
                create table jobs (
                    id uuid primary key,
                    kind text not null,
                    payload jsonb not null,
                    actor_id uuid,
                    request_id text,
                    state text not null default 'waiting',
                    attempts integer not null default 0,
                    run_at timestamptz not null,
                    leased_until timestamptz,
                    unique_key text,
                    last_error text,
                    created_at timestamptz not null default now(),
                    finished_at timestamptz,
                    constraint jobs_state_known check (state in ('waiting', 'running', 'done', 'dead'))
                )
                """,
                "create index jobs_due on jobs (run_at) where state in ('waiting', 'running')",
                "create unique index jobs_unique_key on jobs (kind, unique_key) where state in ('waiting', 'running')",
                """
                create table idempotency_keys (
                    principal text not null,
                    route text not null,
                    key text not null,
                    body_hash bytea not null,
                    status integer,
                    headers jsonb,
                    body bytea,
                    created_at timestamptz not null default now(),
                    primary key (principal, route, key)
                )
                """,
                "create index idempotency_keys_created_at on idempotency_keys (created_at)",
            ])
    ]
}
