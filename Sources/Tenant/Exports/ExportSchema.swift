import Platform

enum ExportSchema {
    static let migrations = [
        Migration(
            "exports/001-exports",
            [
                """
                create table exports (
                    id uuid primary key,
                    record_type text not null,
                    format text not null,
                    parameters text not null,
                    ids uuid[],
                    state text not null,
                    total bigint not null,
                    written bigint not null default 0,
                    file_digest text,
                    file_size bigint,
                    error text,
                    created_by uuid not null,
                    created_at timestamptz not null,
                    finished_at timestamptz,
                    expires_at timestamptz not null,
                    constraint exports_state_known check (state in ('running', 'done', 'failed'))
                )
                """,
                "create index exports_created_by on exports (created_by, id desc)",
                "create index exports_expires_at on exports (expires_at)",
            ])
    ]
}
