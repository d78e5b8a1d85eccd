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
            ])
    ]
}
