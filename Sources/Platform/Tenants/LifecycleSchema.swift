/// What the platform keeps of a tenant's way from spare to purged.
enum LifecycleSchema {
    static let migrations = [
        Migration(
            "platform/lifecycle-001",
            [
                "alter table tenants drop constraint tenants_state_known",
                """
                alter table tenants add constraint tenants_state_known check (state in
                    ('spare', 'pending', 'provisioning', 'active', 'read_only', 'suspended', 'deleting', 'purged'))
                """,
                "alter table tenants add column state_before_deletion text",
                "alter table tenants add column purge_at timestamptz",
                "create index tenants_spare on tenants (created_at) where state = 'spare'",
                // Every slug ever given, the former ones of renamed and purged tenants too.
                """
                create table slugs (
                    slug text primary key,
                    tenant_id uuid not null,
                    given_at timestamptz not null default now()
                )
                """,
                "insert into slugs (slug, tenant_id, given_at) select slug, id, created_at from tenants",
                // Schemas and roles that no tenant has, and since when.
                """
                create table orphans (
                    tenant_id uuid primary key,
                    seen_at timestamptz not null
                )
                """,
            ])
    ]
}
