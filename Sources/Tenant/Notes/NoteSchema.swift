import Platform

enum NoteSchema {
    static let migrations = [
        Migration(
            "notes/001-notes",
            [
                """
                create table notes (
                    id uuid primary key,
                    record_type text not null,
                    record_id uuid not null,
                    body text not null,
                    is_pinned boolean not null default false,
                    version bigint not null default 1,
                    created_by uuid,
                    created_at timestamptz not null,
                    updated_at timestamptz not null,
                    deleted_at timestamptz
                )
                """,
                "create index notes_record on notes (record_id, is_pinned desc, id desc) where deleted_at is null",
                "create index notes_deleted_at on notes (deleted_at) where deleted_at is not null",
            ]),
        .index(
            "notes/002-search",
            ConcurrentIndex("notes_search", on: "notes", "using gin (lower(body) extensions.gin_trgm_ops) where deleted_at is null")),
    ]
}
