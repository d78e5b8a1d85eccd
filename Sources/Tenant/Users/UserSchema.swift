import Platform

enum UserSchema {
    static let migrations = [
        Migration(
            "users/001-users-and-sessions",
            [
                """
                create table users (
                    id uuid primary key,
                    email text not null,
                    name text not null,
                    password_hash text,
                    roles text[] not null,
                    status text not null,
                    timezone text not null default 'UTC',
                    theme text not null default 'system',
                    access_version bigint not null default 1,
                    created_at timestamptz not null default now(),
                    constraint users_email_key unique (email),
                    constraint users_status_known check (status in ('invited', 'active', 'disabled'))
                )
                """,
                """
                create table teams (
                    id uuid primary key,
                    name text not null,
                    created_at timestamptz not null default now(),
                    constraint teams_name_key unique (name)
                )
                """,
                """
                create table team_members (
                    team_id uuid not null,
                    user_id uuid not null,
                    is_manager boolean not null default false,
                    primary key (team_id, user_id),
                    constraint team_members_team_fkey foreign key (team_id) references teams (id) on delete cascade,
                    constraint team_members_user_fkey foreign key (user_id) references users (id) on delete cascade
                )
                """,
                "create index team_members_user on team_members (user_id)",
                """
                create table sessions (
                    id uuid primary key,
                    user_id uuid not null,
                    kind text not null,
                    token_hash bytea not null,
                    address text not null,
                    agent text not null,
                    created_at timestamptz not null,
                    last_seen_at timestamptz not null,
                    expires_at timestamptz not null,
                    revoked_at timestamptz,
                    constraint sessions_user_fkey foreign key (user_id) references users (id) on delete cascade,
                    constraint sessions_kind_known check (kind in ('browser', 'api'))
                )
                """,
                "create unique index sessions_token on sessions (token_hash)",
                "create index sessions_user on sessions (user_id, created_at)",
                """
                create table refresh_tokens (
                    token_hash bytea primary key,
                    session_id uuid not null,
                    used_at timestamptz,
                    created_at timestamptz not null,
                    constraint refresh_tokens_session_fkey foreign key (session_id) references sessions (id) on delete cascade
                )
                """,
                "create index refresh_tokens_session on refresh_tokens (session_id)",
                """
                create table user_links (
                    token_hash bytea primary key,
                    user_id uuid not null,
                    purpose text not null,
                    expires_at timestamptz not null,
                    used_at timestamptz,
                    constraint user_links_user_fkey foreign key (user_id) references users (id) on delete cascade,
                    constraint user_links_purpose_known check (purpose in ('invitation', 'reset'))
                )
                """,
                "create index user_links_user on user_links (user_id)",
                """
                create table sign_in_failures (
                    subject text primary key,
                    count bigint not null,
                    blocked_until timestamptz,
                    last_at timestamptz not null
                )
                """,
            ]),
        Migration("users/002-language", ["alter table users add column language text not null default ''"]),
    ]
}
