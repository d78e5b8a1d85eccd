import Postgres

/// What the database must be like before any tenant counts.
struct DatabaseChecks: Sendable {
    let owner: PostgresClient
    let server: PostgresClient
    let serverRole: String

    func findings() async -> [Finding] {
        await [
            finding("database", version), finding("server rights", rights), finding("isolation", isolation),
            finding("extensions", extensions), finding("vector", vector),
        ]
    }

    private func version() async throws -> Finding {
        let row = try await owner.perform(
            UnitSettings(), "select current_setting('server_version_num')::int4, current_setting('server_version')"
        ).first
        let (number, text) = try row?.decode((Int, String).self) ?? (0, "unknown")
        guard number >= 150_000 else { return .fail("database", "PostgreSQL \(text)", mend: "upgrade to PostgreSQL 15 or newer") }
        return .ok("database", "PostgreSQL \(text)")
    }

    /// The server must own nothing, rule nothing and inherit nothing.
    private func rights() async throws -> Finding {
        let rows = try await server.perform(
            UnitSettings(),
            """
            select rolinherit, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb,
                   exists (select 1 from pg_class c where c.relowner = r.oid)
            from pg_roles r where rolname = current_user
            """)
        guard let (inherits, rules, owns) = try rows.first?.decode((Bool, Bool, Bool).self) else {
            return .fail("server rights", "the role was not found", mend: "create the role \(serverRole)")
        }
        let faults = [(inherits, "inherits"), (rules, "has an administrator's rights"), (owns, "owns tables")].filter(\.0).map(\.1)
        if faults.isEmpty { return .ok("server rights", "owns nothing, inherits nothing") }
        return .fail(
            "server rights", "\(serverRole) \(faults.joined(separator: ", "))",
            mend: "alter role \(serverRole) noinherit nosuperuser nobypassrls nocreaterole nocreatedb; reassign what it owns")
    }

    /// Tries what a forgotten scope would do: reading a tenant's table as the bare login.
    private func isolation() async throws -> Finding {
        let schemas = try await owner.perform(
            UnitSettings(), #"select nspname::text from pg_namespace where nspname ~ '^t_[0-9a-f]{32}$' order by nspname"#
        ).map { try $0.decode(String.self) }
        guard let first = schemas.first else { return .ok("isolation", "no tenant yet") }
        let open = try await server.perform(
            UnitSettings(),
            "select 1 from pg_namespace where nspname = any(\(schemas)) and has_schema_privilege(nspname, 'usage')")
        if open.isEmpty, try await isRefused(first) {
            return .ok("isolation", "closed to the bare server login: \(schemas.count) tenant schemas")
        }
        return .fail(
            "isolation", "the server login reads tenants without taking up their role",
            mend: "alter role \(serverRole) noinherit; revoke what was granted to it, or to public, on tenant schemas")
    }

    private func isRefused(_ schema: String) async throws -> Bool {
        do {
            try await server.perform(UnitSettings(), .ddl("select tenant_id from \(schema)._identity"))
            return false
        } catch let error as PostgresError where error.kind == .insufficientPrivilege {
            return true
        }
    }

    private func extensions() async throws -> Finding {
        let needed = ["pg_trgm", "unaccent"]
        let present = try await owner.perform(UnitSettings(), "select extname::text from pg_extension where extname = any(\(needed))")
            .map { try $0.decode(String.self) }
        let missing = needed.filter { !present.contains($0) }
        if missing.isEmpty { return .ok("extensions", needed.joined(separator: ", ")) }
        let statements = missing.map { "create extension \($0) schema extensions;" }.joined(separator: " ")
        return .fail("extensions", "missing: \(missing.joined(separator: ", "))", mend: "as a superuser: \(statements)")
    }

    private func vector() async throws -> Finding {
        let rows = try await owner.perform(
            UnitSettings(), "select installed_version is not null from pg_available_extensions where name = 'vector'")
        switch try rows.first?.decode(Bool.self) {
        case true: return .ok("vector", "AI retrieval can be used")
        case false:
            return .warn("vector", "not created: AI retrieval is off", mend: "as a superuser: create extension vector schema extensions;")
        case nil: return .warn("vector", "not installed: AI retrieval is off", mend: "install pgvector for this PostgreSQL")
        }
    }
}
