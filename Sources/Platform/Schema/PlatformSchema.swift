/// The tables of the `platform` schema: what the fleet is, never what a customer keeps.
enum PlatformSchema {
    static let plan = SchemaPlan(
        tenantsAndOperators + LifecycleSchema.migrations + PlatformJobSchema.migrations + MigrationFailures.migrations
            + OnDemandIndexes.migrations)

    private static let tenantsAndOperators = [
        Migration(
            "platform/001-tenants",
            [
                """
                create table tenants (
                    id uuid primary key,
                    slug text not null,
                    name text not null,
                    state text not null,
                    schema_version text not null default '',
                    next_job_at timestamptz,
                    created_at timestamptz not null default now(),
                    updated_at timestamptz not null default now(),
                    constraint tenants_slug_key unique (slug),
                    constraint tenants_state_known check (state in
                        ('pending', 'provisioning', 'active', 'read_only', 'suspended', 'deleting', 'purged'))
                )
                """,
                "create index tenants_next_job_at on tenants (next_job_at) where next_job_at is not null",
                "create index tenants_schema_version on tenants (schema_version)",
                """
                create table provisioning_steps (
                    tenant_id uuid not null references tenants (id) on delete cascade,
                    step text not null,
                    done_at timestamptz not null default now(),
                    primary key (tenant_id, step)
                )
                """,
                """
                create table provisioning_requests (
                    tenant_id uuid primary key references tenants (id) on delete cascade,
                    request jsonb not null
                )
                """,
                """
                create table brands (
                    id uuid primary key,
                    tenant_id uuid references tenants (id) on delete cascade,
                    name text,
                    color text,
                    logo_url text,
                    login_text text,
                    updated_at timestamptz not null default now(),
                    constraint brands_tenant_key unique nulls not distinct (tenant_id)
                )
                """,
                """
                create table subscriptions (
                    tenant_id uuid primary key references tenants (id) on delete cascade,
                    plan text not null,
                    state text not null,
                    trial_ends_at timestamptz,
                    created_at timestamptz not null default now()
                )
                """,
                """
                create table operator_audit (
                    number bigint primary key,
                    at timestamptz not null,
                    operator text not null,
                    host text not null,
                    command text not null,
                    arguments jsonb not null,
                    phase text not null,
                    result text not null default '',
                    previous_hash text not null,
                    hash text not null
                )
                """,
            ])
    ]
}
