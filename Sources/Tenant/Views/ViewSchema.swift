import Platform

enum ViewSchema {
    static let migrations = [
        Migration(
            "views/001-views",
            [
                """
                create table views (
                    id uuid primary key,
                    record_type text not null,
                    name text not null,
                    owner_id uuid not null,
                    visibility text not null default 'private',
                    team_id uuid,
                    search text not null default '',
                    filter jsonb,
                    sort text[] not null default '{}',
                    columns text[] not null default '{}',
                    grouping text,
                    density text not null default 'comfortable',
                    is_pinned boolean not null default true,
                    position bigint not null default 0,
                    version bigint not null default 1,
                    created_at timestamptz not null,
                    updated_at timestamptz not null,
                    constraint views_owner_fkey foreign key (owner_id) references users (id) on delete cascade,
                    constraint views_team_fkey foreign key (team_id) references teams (id) on delete cascade,
                    constraint views_visibility_known check (visibility in ('private', 'team', 'public')),
                    constraint views_team_named check ((visibility = 'team') = (team_id is not null))
                )
                """,
                "create index views_record_type on views (record_type, position)",
                "create index views_owner on views (owner_id)",
                "create index views_team on views (team_id) where team_id is not null",
                // Whose usual view it is: a person's id, or `role:` and the name of a role.
                """
                create table view_defaults (
                    record_type text not null,
                    subject text not null,
                    view_id uuid not null,
                    primary key (record_type, subject),
                    constraint view_defaults_view_fkey foreign key (view_id) references views (id) on delete cascade
                )
                """,
                "create index view_defaults_view on view_defaults (view_id)",
            ])
    ]
}
