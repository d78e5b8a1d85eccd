/// The platform's own queue: the same tables as in each tenant's schema.
enum PlatformJobSchema {
    static let migrations = [
        Migration(
            "platform/jobs-001",
            [
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
                    constraint jobs_state_known check (state in ('waiting', 'running', 'done', 'dead', 'cancelled'))
                )
                """,
                "create index jobs_due on jobs (run_at) where state in ('waiting', 'running')",
                "create unique index jobs_unique_key on jobs (kind, unique_key) where state in ('waiting', 'running')",
                "create index jobs_finished_at on jobs (finished_at) where finished_at is not null",
                "create table job_schedules (name text primary key, slot timestamptz not null)",
            ])
    ]
}
