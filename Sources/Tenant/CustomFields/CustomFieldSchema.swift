import Platform

enum CustomFieldSchema {
    static let migrations = [
        Migration(
            "custom_fields/001-custom-fields",
            [
                // Archived ones keep their name: the records still hold what was entered under it.
                """
                create table custom_fields (
                    id uuid primary key,
                    record_type text not null,
                    name text not null,
                    kind text not null,
                    label text not null,
                    help text not null default '',
                    section text not null default '',
                    is_required boolean not null default false,
                    is_unique boolean not null default false,
                    standard jsonb,
                    options jsonb not null default '{}',
                    choices jsonb not null default '[]',
                    position bigint not null,
                    created_at timestamptz not null,
                    created_by uuid,
                    archived_at timestamptz,
                    index_wanted_at timestamptz,
                    indexed_at timestamptz,
                    constraint custom_fields_name_key unique (record_type, name)
                )
                """
            ])
    ]
}
