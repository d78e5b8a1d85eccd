import Foundation
import Postgres

/// Schemas and roles named like a tenant's that no tenant has: left by a restored backup, or by a row that somebody took out.
///
/// Removed is only what is provably ours, and only after it has been an orphan for a while: somebody may be restoring it.
struct Orphans: Sendable {
    static let patience: TimeInterval = 600

    private let platform: Platform
    private var client: PostgresClient { platform.client }

    init(_ platform: Platform) {
        self.platform = platform
    }

    /// - Returns: the names of what was removed, and why others were left.
    func remove() async throws -> (removed: [String], problems: [String]) {
        var outcome: (removed: [String], problems: [String]) = ([], [])
        for id in try await longKnown() {
            let name = SchemaName(tenantID: id).description
            do {
                if try await remove(id) { outcome.removed.append(name) }
            } catch {
                outcome.problems.append("\(name) belongs to no tenant and was left: \(error)")
            }
        }
        return outcome
    }

    /// The tenants' ids that they are named by.
    func all() async throws -> [UUID] {
        try await client.perform(UnitSettings(), OrphanQueries.all(serverRole: platform.serverRole))
            .compactMap { UUID(schemaName: try $0.decode(String.self)) }
    }

    /// Notes those that are new, and forgets those that are none any more.
    private func longKnown() async throws -> [UUID] {
        let now = platform.now()
        let ids = try await all()
        let answers = try await client.perform(
            UnitSettings(),
            [OrphanQueries.forget(except: ids), OrphanQueries.note(ids, at: now), OrphanQueries.known(since: now - Self.patience)])
        return try answers[2].map { try $0.decode(UUID.self) }
    }

    private func remove(_ id: UUID) async throws -> Bool {
        try await client.transaction(.schemaWork) { transaction in
            let name = SchemaName(tenantID: id)
            let answers = try await transaction.pipeline([TenantQueries.lock(name), OrphanQueries.state(of: id)])
            let (isOwned, hasSchema, hasIdentity) = try answers[1].first?.decode((Bool, Bool, Bool).self) ?? (true, false, false)
            if isOwned { return false }
            if hasSchema {
                guard hasIdentity else { throw NotOurs() }
                let identity = try await transaction.query(.ddl("select tenant_id from \(name)._identity")).first?.decode(UUID.self)
                guard identity == id else { throw NotOurs() }
            }
            _ = try await transaction.pipeline(platform.schema(of: id).removal + [OrphanQueries.forget(id)])
            return true
        }
    }
}

struct NotOurs: Error, CustomStringConvertible {
    let description = "nothing in it says that it was ours"
}

enum OrphanQueries {
    /// Schemas that we own, and roles that we have granted to our server and that nothing in any other database depends on:
    /// roles belong to the whole cluster, and another installation on it names its own in the same way.
    static func all(serverRole: String) -> SQL {
        """
        select name from (
            select nspname::text as name from pg_namespace where nspowner = current_user::regrole and nspname ~ '^t_[0-9a-f]{32}$'
            union
            select r.rolname::text from pg_roles r
            join pg_auth_members m on m.roleid = r.oid join pg_roles s on s.oid = m.member and s.rolname = \(serverRole)
            where r.rolname ~ '^t_[0-9a-f]{32}$' and not exists (
                select 1 from pg_shdepend d
                where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid
                    and d.dbid <> (select oid from pg_database where datname = current_database())
            )
        ) found
        where not exists (
            select 1 from platform.tenants where 't_' || replace(id::text, '-', '') = found.name and state <> 'purged'
        )
        """
    }

    static func state(of id: UUID) -> SQL {
        let name = SchemaName(tenantID: id).description
        return """
            select exists (select 1 from platform.tenants where id = \(id) and state <> 'purged'),
                   to_regnamespace(\(name)) is not null, to_regclass(\(name + "._identity")) is not null
            """
    }

    static func note(_ ids: [UUID], at now: Date) -> SQL {
        "insert into platform.orphans (tenant_id, seen_at) select id, \(now) from unnest(\(ids)) id on conflict (tenant_id) do nothing"
    }

    static func forget(except ids: [UUID]) -> SQL {
        "delete from platform.orphans where not tenant_id = any(\(ids))"
    }

    static func forget(_ id: UUID) -> SQL {
        "delete from platform.orphans where tenant_id = \(id)"
    }

    static func known(since: Date) -> SQL {
        "select tenant_id from platform.orphans where seen_at <= \(since) order by tenant_id"
    }
}

extension UUID {
    /// The tenant's id that a schema's name was made of; nil for other names.
    fileprivate init?(schemaName: String) {
        var digits = String(schemaName.dropFirst(2))
        for offset in [20, 16, 12, 8] where digits.utf8.count >= 32 {
            digits.insert("-", at: digits.index(digits.startIndex, offsetBy: offset))
        }
        self.init(uuidString: digits)
    }
}
