import Foundation
import Postgres

/// A tenant's schema and role: made, and brought up to date, by the `owner` login.
struct TenantSchema: Sendable {
    let tenantID: UUID
    let plan: SchemaPlan
    /// The login that must be able to become the tenant.
    let serverRole: String

    private var name: SchemaName { SchemaName(tenantID: tenantID) }

    /// Everything in one transaction and one round trip. A schema that is already there was made whole, so it is left alone.
    func create(by client: PostgresClient) async throws {
        let state = try await client.perform(
            UnitSettings(),
            """
            select exists (select 1 from pg_namespace where nspname = \(name.description)),
                   exists (select 1 from pg_roles where rolname = \(name.description)),
                   current_setting('server_version_num')::int4
            """)
        guard let (schemaExists, roleExists, version) = try state.first?.decode((Bool, Bool, Int).self), !schemaExists else { return }
        var settings = SchemaLedger(schema: name.description).settings
        settings.lockTimeout = .seconds(10)
        let role: [SQL] = roleExists ? [] : [.ddl("create role \(name) nologin")]
        try await client.perform(
            settings,
            role + memberships(on: version) + creation + [SchemaLedger.table]
                + SchemaLedger.statements(applying: plan.migrations) + walls)
    }

    /// The server may become the tenant but never simply has its rights; from PostgreSQL 16 on that is said with each grant.
    private func memberships(on version: Int) -> [SQL] {
        let options = version >= 160_000 ? " with inherit false, set true" : ""
        return [.ddl("grant \(name) to \"\(serverRole)\"\(options)"), .ddl("grant \(name) to current_user\(options)")]
    }

    private var creation: [SQL] {
        [
            .ddl("create schema \(name)"),
            .ddl("grant usage on schema \(name) to \(name)"),
            // Tables that later migrations add are within the tenant's reach without another grant.
            .ddl("alter default privileges in schema \(name) grant select, insert, update, delete on tables to \(name)"),
            "create table _identity (tenant_id uuid primary key)",
            "insert into _identity (tenant_id) values (\(tenantID))",
        ]
    }

    /// What not even the tenant may change: who it is, its version, its history.
    private var walls: [SQL] {
        [
            .ddl("revoke insert, update, delete on _identity, _migrations from \(name)"),
            .ddl("revoke update, delete on events from \(name)"),
        ]
    }
}
