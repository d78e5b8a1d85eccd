import Platform

/// Teams themselves came with the people (`UserSchema`).
enum TeamSchema {
    static let migrations = [
        Migration(
            "teams/001-sub-teams",
            [
                "alter table teams add column parent_id uuid",
                """
                alter table teams add constraint teams_parent_fkey foreign key (parent_id) references teams (id) on delete set null
                """,
                "create index teams_parent on teams (parent_id) where parent_id is not null",
            ])
    ]
}
