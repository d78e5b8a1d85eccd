import Foundation
import Postgres

/// A tenant's schema and role: made, brought up to date and removed by the `owner` login.
struct TenantSchema: Sendable {
    let tenantID: UUID
    let plan: SchemaPlan
    /// The login that must be able to become the tenant.
    let serverRole: String

    private var name: SchemaName { SchemaName(tenantID: tenantID) }

    /// Everything in one round trip. A schema that is already there was made whole, so it is left alone.
    func create(in transaction: Transaction) async throws {
        let state = try await transaction.query(
            """
            select exists (select 1 from pg_namespace where nspname = \(name.description)),
                   exists (select 1 from pg_roles where rolname = \(name.description)),
                   current_setting('server_version_num')::int4
            """)
        guard let (schemaExists, roleExists, version) = try state.first?.decode((Bool, Bool, Int).self), !schemaExists else { return }
        _ = try await transaction.pipeline(creation(on: version, withRole: !roleExists))
    }

    /// Each a statement of its own, to be run in this order in one transaction.
    /// - Parameter version: PostgreSQL's, as `server_version_num` has it.
    func creation(on version: Int, withRole: Bool = true) -> [SQL] {
        (withRole ? [.ddl("create role \(name) nologin")] : []) + memberships(on: version) + foundation + [SchemaLedger.table]
            + SchemaLedger.statements(applying: plan.migrations) + walls
    }

    var removal: [SQL] {
        [.ddl("drop schema if exists \(name) cascade"), .ddl("drop role if exists \(name)")]
    }

    /// The server may become the tenant but never simply has its rights; from PostgreSQL 16 on that is said with each grant.
    private func memberships(on version: Int) -> [SQL] {
        let options = version >= 160_000 ? " with inherit false, set true" : ""
        return [.ddl("grant \(name) to \"\(serverRole)\"\(options)"), .ddl("grant \(name) to current_user\(options)")]
    }

    private var foundation: [SQL] {
        [
            .ddl("create schema \(name)"),
            .ddl("grant usage on schema \(name) to \(name)"),
            // Tables that later migrations add are within the tenant's reach without another grant.
            .ddl("alter default privileges in schema \(name) grant select, insert, update, delete on tables to \(name)"),
            "select set_config('search_path', \(name.searchPath), true)",
            "create table _identity (tenant_id uuid primary key)",
            "insert into _identity (tenant_id) values (\(tenantID))",
        ]
    }

    /// What not even the tenant may change: who it is, its version, its history.
    private var walls: [SQL] {
        [
            .ddl("revoke insert, update, delete on _identity, _migrations from \(name)"),
            .ddl("revoke update, delete on events, event_seals from \(name)"),
        ]
    }
}

extension Platform {
    func schema(of tenantID: UUID) -> TenantSchema {
        TenantSchema(tenantID: tenantID, plan: schemaPlan, serverRole: serverRole)
    }
}

extension UnitSettings {
    /// For work on whole schemas, which takes a while and waits for those who use them.
    static let schemaWork = UnitSettings(statementTimeout: .seconds(60), lockTimeout: .seconds(10))
}
