import Platform

enum RoleSchema {
    static let migrations = [
        Migration(
            "roles/001-roles",
            [
                """
                create table roles (
                    id uuid primary key,
                    name text not null,
                    label text not null,
                    summary text not null default '',
                    permissions jsonb not null,
                    field_rules jsonb not null default '{}',
                    manages_tenant boolean not null default false,
                    is_built_in boolean not null default false,
                    position bigint not null default 100,
                    version bigint not null default 1,
                    created_at timestamptz not null default now(),
                    constraint roles_name_key unique (name)
                )
                """,
                """
                insert into roles (id, name, label, summary, permissions, manages_tenant, is_built_in, position) values
                (gen_random_uuid(), 'admin', 'Admin', 'Everything, and the settings.',
                 '{"*": {"view": "all", "create": "all", "edit": "all", "delete": "all", "export": "all", "import": "all",
                         "assign": "all", "share": "all"}}', true, true, 1),
                (gen_random_uuid(), 'manager', 'Manager', 'Sees and works with what their teams own.',
                 '{"*": {"view": "team", "create": "team", "edit": "team", "delete": "team", "export": "team", "import": "team",
                         "assign": "team", "share": "team"}}', false, true, 2),
                (gen_random_uuid(), 'sales_rep', 'Sales rep', 'Sees and works with what they own.',
                 '{"*": {"view": "own", "create": "own", "edit": "own", "delete": "own", "export": "own", "import": "own",
                         "assign": "own", "share": "own"}}', false, true, 3),
                (gen_random_uuid(), 'read_only', 'Read-only', 'Sees everything, changes nothing.',
                 '{"*": {"view": "all"}}', false, true, 4)
                """,
            ])
    ]
}
