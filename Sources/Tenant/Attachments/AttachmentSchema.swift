import Platform

enum AttachmentSchema {
    static let migrations = [
        Migration(
            "attachments/001-attachments",
            [
                """
                create table stored_files (
                    digest text primary key,
                    size bigint not null,
                    announced_at timestamptz not null
                )
                """,
                """
                create table attachments (
                    id uuid primary key,
                    record_type text not null,
                    record_id uuid not null,
                    digest text not null,
                    file_name text not null,
                    media_type text not null,
                    size bigint not null,
                    created_by uuid,
                    created_at timestamptz not null,
                    deleted_at timestamptz,
                    constraint attachments_digest_fkey foreign key (digest) references stored_files (digest)
                )
                """,
                "create index attachments_record on attachments (record_id, id desc) where deleted_at is null",
                "create index attachments_digest on attachments (digest)",
                "create index attachments_deleted_at on attachments (deleted_at) where deleted_at is not null",
            ]),
        // Files of imports and exports take room like all others. Those that are there already are announced.
        announcement("attachments/002-files-of-imports", of: "imports"),
        announcement("attachments/003-files-of-exports", of: "exports"),
    ]

    private static func announcement(_ id: String, of table: String) -> Migration {
        .backfill(
            id,
            """
            insert into stored_files (digest, size, announced_at)
            select f.file_digest, max(f.file_size), now() from \(table) f
            where f.file_digest is not null and not exists (select from stored_files s where s.digest = f.file_digest)
            group by f.file_digest limit 1000 on conflict (digest) do nothing
            """)
    }
}
