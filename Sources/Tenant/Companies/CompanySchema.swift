import Platform

enum CompanySchema {
    static let migrations = [
        Migration(
            "companies/001-companies",
            [
                """
                create table companies (
                    id uuid primary key,
                    name text not null,
                    domain text not null default '',
                    industry text not null default '',
                    employees bigint,
                    annual_revenue bigint,
                    annual_revenue_currency text not null default 'USD',
                    founded_year bigint,
                    phone text not null default '',
                    website text not null default '',
                    addresses jsonb not null default '[]',
                    parent_id uuid,
                    owner_id uuid,
                    tags text[] not null default '{}',
                    custom jsonb not null default '{}',
                    search text not null default '',
                    sort_name text collate "C" not null default '',
                    match_name text not null default '',
                    version bigint not null default 1,
                    created_at timestamptz not null,
                    updated_at timestamptz not null,
                    created_by uuid,
                    updated_by uuid,
                    deleted_at timestamptz,
                    constraint companies_parent_fkey foreign key (parent_id) references companies (id) on delete set null
                )
                """,
                "create index companies_sort_name on companies (sort_name, id) where deleted_at is null",
                "create index companies_created_at on companies (created_at, id) where deleted_at is null",
                "create index companies_owner on companies (owner_id, sort_name, id) where deleted_at is null",
                "create index companies_parent on companies (parent_id) where parent_id is not null",
                "create index companies_domain on companies (domain) where domain <> '' and deleted_at is null",
                "create index companies_match_name on companies (match_name) where deleted_at is null",
                "create index companies_search on companies using gin (search extensions.gin_trgm_ops) where deleted_at is null",
            ]),
        .index(
            "companies/010-trash",
            ConcurrentIndex("companies_deleted_at", on: "companies", "(deleted_at desc, id desc) where deleted_at is not null")),
        // Also teaches the planner how many companies an industry has, which questions about contacts' companies turn on.
        .index(
            "companies/020-industry",
            ConcurrentIndex("companies_industry", on: "companies", "(lower(industry), sort_name, id) where deleted_at is null")),
    ]
}
