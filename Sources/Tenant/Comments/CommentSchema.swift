import Platform

enum CommentSchema {
    static let migrations = [
        Migration(
            "comments/001-comments",
            [
                """
                create table comments (
                    id uuid primary key,
                    record_type text not null,
                    record_id uuid not null,
                    parent_id uuid,
                    body text not null,
                    mentions uuid[] not null default '{}',
                    version bigint not null default 1,
                    created_by uuid,
                    created_at timestamptz not null,
                    edited_at timestamptz,
                    resolved_at timestamptz,
                    resolved_by uuid,
                    deleted_at timestamptz,
                    constraint comments_parent_fkey foreign key (parent_id) references comments (id) on delete cascade
                )
                """,
                "create index comments_record on comments (record_id, id desc) where deleted_at is null",
                "create index comments_parent on comments (parent_id, id) where parent_id is not null",
                "create index comments_deleted_at on comments (deleted_at) where deleted_at is not null",
                """
                create table comment_revisions (
                    comment_id uuid not null,
                    number integer not null,
                    body text not null,
                    written_at timestamptz not null,
                    primary key (comment_id, number),
                    constraint comment_revisions_comment_fkey foreign key (comment_id) references comments (id) on delete cascade
                )
                """,
            ]),
        .index(
            "comments/002-search",
            ConcurrentIndex("comments_search", on: "comments", "using gin (lower(body) extensions.gin_trgm_ops) where deleted_at is null")),
    ]
}
