import Platform

enum ImportSchema {
    static let migrations = [
        Migration(
            "imports/001-imports",
            [
                """
                create table imports (
                    id uuid primary key,
                    record_type text not null,
                    file_name text not null,
                    file_digest text not null,
                    file_size bigint not null,
                    encoding text not null,
                    dialect jsonb not null,
                    header text[] not null,
                    sample jsonb not null,
                    mapping jsonb not null,
                    mode text not null,
                    match_on text not null,
                    state text not null,
                    position jsonb,
                    created_count bigint not null default 0,
                    updated_count bigint not null default 0,
                    unchanged_count bigint not null default 0,
                    rejected_count bigint not null default 0,
                    linked_count bigint not null default 0,
                    error text,
                    created_by uuid not null,
                    created_at timestamptz not null,
                    started_at timestamptz,
                    finished_at timestamptz,
                    constraint imports_state_known check (state in ('mapping', 'checking', 'checked', 'running', 'done', 'failed'))
                )
                """,
                "create index imports_created_at on imports (created_at desc)",
                """
                create table import_rejects (
                    import_id uuid not null,
                    record bigint not null,
                    line bigint not null,
                    cells text[] not null,
                    reason text not null,
                    primary key (import_id, record),
                    constraint import_rejects_import_fkey foreign key (import_id) references imports (id) on delete cascade
                )
                """,
                """
                create table import_links (
                    import_id uuid not null,
                    record_id uuid not null,
                    field text not null,
                    name text not null,
                    primary key (import_id, record_id, field),
                    constraint import_links_import_fkey foreign key (import_id) references imports (id) on delete cascade
                )
                """,
            ]),
        Migration(
            "imports/002-options-and-presets",
            [
                "alter table imports add column options jsonb",
                "alter table imports drop constraint imports_state_known",
                """
                alter table imports add constraint imports_state_known check (state in (
                    'mapping', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled'))
                """,
                """
                create table import_presets (
                    id uuid primary key,
                    record_type text not null,
                    name text,
                    signature text not null,
                    plan jsonb not null,
                    used_by uuid not null,
                    used_at timestamptz not null
                )
                """,
                "create unique index import_presets_name on import_presets (record_type, lower(name)) where name is not null",
                "create unique index import_presets_signature on import_presets (record_type, signature) where name is null",
            ]),
        Migration("imports/003-interruptions", ["alter table imports add column is_interrupted boolean not null default false"]),
    ]
}
