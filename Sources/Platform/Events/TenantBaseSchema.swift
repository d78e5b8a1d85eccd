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
            ]),
        Migration(
            "base/002-schedules-consumers-and-seals",
            [
                "alter table jobs drop constraint jobs_state_known",
                """
                alter table jobs add constraint jobs_state_known
                    check (state in ('waiting', 'running', 'done', 'dead', 'cancelled'))
                """,
                "create index jobs_finished_at on jobs (finished_at) where finished_at is not null",
                "create table job_schedules (name text primary key, slot timestamptz not null)",
                """
                create table event_cursors (
                    consumer text primary key,
                    transaction xid8 not null default '0',
                    event_id uuid not null default '00000000-0000-0000-0000-000000000000',
                    due_at timestamptz not null default now(),
                    failures integer not null default 0,
                    last_error text
                )
                """,
                "alter table events add column salt uuid",
                "alter table events alter column salt set default gen_random_uuid()",
                "alter table events add column erased_digest bytea",
                "alter table events add column erased_by uuid",
                """
                create table event_seals (
                    number bigint primary key,
                    sealed_at timestamptz not null,
                    events bigint not null,
                    to_transaction xid8 not null,
                    to_id uuid not null,
                    previous_hash bytea not null,
                    hash bytea not null
                )
                """,
            ]),
        Migration(
            "base/003-secrets",
            [
                """
                create table secrets (
                    name text primary key,
                    sealed bytea not null,
                    updated_at timestamptz not null default now()
                )
                """
            ]),
        Migration("base/004-batches", ["alter table events add column batch_id uuid"]),
        .index("base/005-events-of-a-batch", ConcurrentIndex("events_batch", on: "events", "(batch_id, id) where batch_id is not null")),
    ]
}
