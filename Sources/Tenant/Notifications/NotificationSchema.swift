import Platform

enum NotificationSchema {
    static let migrations = [
        Migration(
            "notifications/001-notifications",
            [
                """
                create table notifications (
                    id uuid primary key,
                    user_id uuid not null,
                    kind text not null,
                    record_type text not null,
                    record_id uuid not null,
                    actor_id uuid,
                    group_key text not null,
                    count bigint not null,
                    at timestamptz not null,
                    in_app boolean not null,
                    seen_at timestamptz,
                    read_at timestamptz,
                    mail_at timestamptz,
                    mailed_at timestamptz,
                    constraint notifications_user_fkey foreign key (user_id) references users (id) on delete cascade
                )
                """,
                "create index notifications_inbox on notifications (user_id, at, id) where in_app",
                "create index notifications_unread on notifications (user_id, at, id) where in_app and read_at is null",
                "create index notifications_group on notifications (user_id, group_key, at) where read_at is null",
                "create index notifications_mail on notifications (user_id, mail_at) where mailed_at is null and mail_at is not null",
                "create index notifications_at on notifications (at)",
                // `choices` names the kinds and channels that somebody has set, as in `{"assigned.mail": false}`.
                """
                create table notification_choices (
                    user_id uuid primary key,
                    choices jsonb not null,
                    digest_hour integer,
                    quiet_from integer,
                    quiet_until integer,
                    constraint notification_choices_user_fkey foreign key (user_id) references users (id) on delete cascade
                )
                """,
            ])
    ]
}
