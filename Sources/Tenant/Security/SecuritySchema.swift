import Platform

enum SecuritySchema {
    static let migrations = [
        Migration(
            "security/001-second-factors-and-sign-ins",
            [
                """
                create table second_factors (
                    user_id uuid primary key,
                    confirmed_at timestamptz,
                    last_step bigint not null default 0,
                    created_at timestamptz not null,
                    constraint second_factors_user_fkey foreign key (user_id) references users (id) on delete cascade
                )
                """,
                """
                create table recovery_codes (
                    user_id uuid not null,
                    code_hash bytea not null,
                    used_at timestamptz,
                    primary key (user_id, code_hash),
                    constraint recovery_codes_user_fkey foreign key (user_id) references users (id) on delete cascade
                )
                """,
                """
                create table sign_ins (
                    id uuid primary key,
                    at timestamptz not null,
                    user_id uuid,
                    outcome text not null,
                    address text not null,
                    agent text not null,
                    constraint sign_ins_user_fkey foreign key (user_id) references users (id) on delete cascade
                )
                """,
                "create index sign_ins_user on sign_ins (user_id, id desc)",
                "create index sign_ins_at on sign_ins (at)",
                """
                create table security_settings (
                    id integer primary key,
                    requires_second_factor boolean not null,
                    constraint security_settings_one_row check (id = 1)
                )
                """,
                "alter table sessions add column confirmed_at timestamptz",
            ]),
        Migration(
            "security/002-api-keys",
            [
                """
                create table api_keys (
                    id uuid primary key,
                    user_id uuid not null,
                    name text not null,
                    key_hash bytea not null,
                    ending text not null,
                    scopes text[] not null,
                    created_at timestamptz not null,
                    expires_at timestamptz,
                    last_used_at timestamptz,
                    revoked_at timestamptz,
                    constraint api_keys_user_fkey foreign key (user_id) references users (id) on delete cascade
                )
                """,
                "create unique index api_keys_key on api_keys (key_hash)",
                "create index api_keys_user on api_keys (user_id, id)",
            ]),
    ]
}
