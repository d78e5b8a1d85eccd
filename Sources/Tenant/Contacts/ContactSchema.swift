import Platform

enum ContactSchema {
    static let migrations = [
        Migration(
            "contacts/001-contacts",
            [
                """
                create table contacts (
                    id uuid primary key,
                    first_name text not null default '',
                    last_name text not null default '',
                    job_title text not null default '',
                    email text not null default '',
                    emails jsonb not null default '[]',
                    phone text not null default '',
                    phones jsonb not null default '[]',
                    addresses jsonb not null default '[]',
                    links jsonb not null default '[]',
                    company_id uuid,
                    owner_id uuid,
                    lifecycle_stage text not null default 'new',
                    source text not null default '',
                    birthday_on date,
                    timezone text not null default '',
                    language text not null default '',
                    do_not_contact boolean not null default false,
                    tags text[] not null default '{}',
                    custom jsonb not null default '{}',
                    search text not null default '',
                    sort_name text collate "C" not null default '',
                    version bigint not null default 1,
                    created_at timestamptz not null,
                    updated_at timestamptz not null,
                    created_by uuid,
                    updated_by uuid,
                    deleted_at timestamptz,
                    constraint contacts_company_fkey foreign key (company_id) references companies (id) on delete set null
                )
                """,
                "create index contacts_created_at on contacts (created_at, id) where deleted_at is null",
                "create index contacts_sort_name on contacts (sort_name, id) where deleted_at is null",
                "create index contacts_owner on contacts (owner_id, created_at, id) where deleted_at is null",
                // A stage that hardly anybody is in must not mean reading everybody. `updated_at` has no index on purpose: most changes
                // touch no indexed column, and so write no index.
                "create index contacts_stage on contacts (lifecycle_stage, created_at, id) where deleted_at is null",
                "create index contacts_company on contacts (company_id, sort_name, id) where company_id is not null",
                "create index contacts_email on contacts (email, id) where deleted_at is null",
                "create index contacts_search on contacts using gin (search extensions.gin_trgm_ops) where deleted_at is null",
                """
                create table contact_emails (
                    contact_id uuid not null,
                    position integer not null,
                    address text not null,
                    label text not null default '',
                    is_primary boolean not null,
                    opted_out boolean not null default false,
                    bounced boolean not null default false,
                    primary key (contact_id, position),
                    constraint contact_emails_contact_fkey foreign key (contact_id) references contacts (id) on delete cascade
                )
                """,
                "create index contact_emails_address on contact_emails (address)",
                """
                create table contact_phones (
                    contact_id uuid not null,
                    position integer not null,
                    number text not null,
                    digits text not null,
                    label text not null default '',
                    is_primary boolean not null,
                    primary key (contact_id, position),
                    constraint contact_phones_contact_fkey foreign key (contact_id) references contacts (id) on delete cascade
                )
                """,
                "create index contact_phones_digits on contact_phones (digits)",
            ]),
        .index(
            "contacts/010-trash",
            ConcurrentIndex("contacts_deleted_at", on: "contacts", "(deleted_at desc, id desc) where deleted_at is not null")),
        // They were sorted by their addresses, which not everybody sees.
        .backfill(
            "contacts/020-unnamed",
            """
            update contacts set sort_name = '' where id in (
                select id from contacts where sort_name <> '' and first_name = '' and last_name = '' limit 1000)
            """),
        // With the stage, which lists that ask about companies mostly ask for too: whoever is in another one is not fetched.
        .index(
            "contacts/030-company-stage",
            ConcurrentIndex(
                "contacts_company_stage", on: "contacts", "(company_id, sort_name, id, lifecycle_stage) where company_id is not null")),
        Migration("contacts/031-company", ["drop index contacts_company"]),
    ]
}
