import Platform

enum TagSchema {
    static let migrations = [
        Migration(
            "tags/001-tags",
            [
                """
                create table tags (
                    id uuid primary key,
                    name text not null,
                    color text not null default '',
                    created_at timestamptz not null,
                    constraint tags_name_key unique (name)
                )
                """
            ]),
        // Whole, since tags are renamed on what lies in the trash, too.
        .index("tags/002-contacts", ConcurrentIndex("contacts_tags", on: "contacts", "using gin (tags)")),
        .index("tags/003-companies", ConcurrentIndex("companies_tags", on: "companies", "using gin (tags)")),
    ]
}
