import Platform

enum SearchSchema {
    static let migrations = [
        Migration(
            "search/001-words-and-opened-records",
            [
                // The words that records are called by, each once: small enough to look for similar ones while somebody types.
                "create table search_words (word text collate \"C\" primary key)",
                "create index search_words_similar on search_words using gin (word extensions.gin_trgm_ops)",
                """
                create table opened_records (
                    user_id uuid not null,
                    record_type text not null,
                    record_id uuid not null,
                    opened_at timestamptz not null,
                    primary key (user_id, record_type, record_id),
                    constraint opened_records_user_fkey foreign key (user_id) references users (id) on delete cascade
                )
                """,
                "create index opened_records_latest on opened_records (user_id, opened_at)",
            ])
    ]
}
