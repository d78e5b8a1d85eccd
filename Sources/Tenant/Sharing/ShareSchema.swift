import Platform

enum ShareSchema {
    static let migrations = [
        Migration(
            "sharing/001-shares",
            [
                """
                create table record_shares (
                    id uuid primary key,
                    record_type text not null,
                    record_id uuid not null,
                    user_id uuid,
                    team_id uuid,
                    may_edit boolean not null,
                    expires_at timestamptz,
                    created_by uuid,
                    created_at timestamptz not null,
                    constraint record_shares_user_fkey foreign key (user_id) references users (id) on delete cascade,
                    constraint record_shares_team_fkey foreign key (team_id) references teams (id) on delete cascade,
                    constraint record_shares_one_receiver check ((user_id is null) <> (team_id is null))
                )
                """,
                "create unique index record_shares_user on record_shares (user_id, record_type, record_id) where user_id is not null",
                "create unique index record_shares_team on record_shares (team_id, record_type, record_id) where team_id is not null",
                "create index record_shares_record on record_shares (record_id)",
            ])
    ]
}
