import Platform

enum BulkSchema {
    static let migrations = [
        Migration(
            "bulk/001-batches",
            [
                """
                create table batches (
                    id uuid primary key,
                    record_type text not null,
                    change jsonb not null,
                    state text not null,
                    total bigint not null default 0,
                    changed_count bigint not null default 0,
                    unchanged_count bigint not null default 0,
                    skipped_count bigint not null default 0,
                    reverts uuid,
                    error text,
                    created_by uuid not null,
                    created_at timestamptz not null,
                    finished_at timestamptz,
                    constraint batches_state_known check (state in ('running', 'done', 'stopped', 'failed'))
                )
                """,
                "create index batches_created_at on batches (created_at desc, id)",
                "create index batches_reverts on batches (reverts) where reverts is not null",
                """
                create table batch_chunks (
                    batch_id uuid not null,
                    number bigint not null,
                    ids uuid[] not null,
                    primary key (batch_id, number),
                    constraint batch_chunks_batch_fkey foreign key (batch_id) references batches (id) on delete cascade
                )
                """,
                """
                create table batch_skips (
                    batch_id uuid not null,
                    record_type text not null,
                    record_id uuid not null,
                    field text not null,
                    reason text not null,
                    primary key (batch_id, record_id, field),
                    constraint batch_skips_batch_fkey foreign key (batch_id) references batches (id) on delete cascade
                )
                """,
            ])
    ]
}
