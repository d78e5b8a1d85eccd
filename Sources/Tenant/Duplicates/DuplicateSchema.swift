import Platform

enum DuplicateSchema {
    static let migrations = [
        Migration(
            "duplicates/001-duplicates",
            [
                """
                create table duplicate_keys (
                    record_id uuid primary key,
                    record_type text not null,
                    keys text[] not null
                )
                """,
                // What waits to be sorted in is read with every look-up, so it may not become much.
                "create index duplicate_keys_keys on duplicate_keys using gin (keys) with (gin_pending_list_limit = 256)",
                """
                create table duplicate_settings (
                    record_type text primary key,
                    on_create text not null,
                    constraint duplicate_settings_on_create_known check (on_create in ('off', 'warn', 'block'))
                )
                """,
                """
                create table duplicate_scans (
                    id uuid primary key,
                    record_type text not null,
                    state text not null,
                    step text not null default 'keys',
                    position uuid,
                    part integer not null default 0,
                    parts integer not null default 1,
                    records bigint not null default 0,
                    compared bigint not null default 0,
                    found bigint not null default 0,
                    created_by uuid,
                    created_at timestamptz not null,
                    finished_at timestamptz,
                    constraint duplicate_scans_state_known check (state in ('running', 'done'))
                )
                """,
                "create index duplicate_scans_newest on duplicate_scans (record_type, created_at desc)",
                "create unique index duplicate_scans_running on duplicate_scans (record_type) where state = 'running'",
                """
                create table duplicate_pairs (
                    id uuid primary key,
                    record_type text not null,
                    first_id uuid not null,
                    second_id uuid not null,
                    score integer not null,
                    state text not null default 'open',
                    scan_id uuid,
                    merge_id uuid,
                    was_open boolean not null default false,
                    found_at timestamptz not null,
                    decided_by uuid,
                    decided_at timestamptz,
                    constraint duplicate_pairs_state_known check (state in ('open', 'dismissed')),
                    constraint duplicate_pairs_ordered check (first_id < second_id)
                )
                """,
                "create unique index duplicate_pairs_records on duplicate_pairs (first_id, second_id)",
                "create index duplicate_pairs_second on duplicate_pairs (second_id)",
                "create index duplicate_pairs_work on duplicate_pairs (record_type, score desc, id) where state = 'open'",
                "create index duplicate_pairs_merge on duplicate_pairs (merge_id) where merge_id is not null",
                """
                create table merges (
                    id uuid primary key,
                    record_type text not null,
                    winner_id uuid not null,
                    loser_ids uuid[] not null,
                    before jsonb not null,
                    after jsonb not null,
                    merged_by uuid,
                    merged_at timestamptz not null,
                    reversed_by uuid,
                    reversed_at timestamptz
                )
                """,
                "create index merges_winner on merges (winner_id, merged_at desc)",
                """
                create table merge_moves (
                    merge_id uuid not null,
                    position integer not null,
                    place text not null,
                    from_id uuid not null,
                    keys text[] not null,
                    primary key (merge_id, position),
                    constraint merge_moves_merge_fkey foreign key (merge_id) references merges (id) on delete cascade
                )
                """,
                """
                create table merged_records (
                    record_id uuid primary key,
                    record_type text not null,
                    winner_id uuid not null,
                    merge_id uuid not null
                )
                """,
                "create index merged_records_winner on merged_records (winner_id)",
            ]),
        Migration(
            "duplicates/002-failed-scans",
            [
                "alter table duplicate_scans add column error text",
                "alter table duplicate_scans drop constraint duplicate_scans_state_known",
                """
                alter table duplicate_scans add constraint duplicate_scans_state_known check (state in ('running', 'done', 'failed'))
                """,
            ]),
    ]
}
