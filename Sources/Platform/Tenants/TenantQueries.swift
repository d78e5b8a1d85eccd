import Foundation
import Postgres

enum TenantQueries {
    static let columns: SQL = """
        t.id, t.slug, t.name, t.state, t.schema_version,
        coalesce(b.name, t.name), coalesce(b.color, p.color), coalesce(b.logo_url, p.logo_url), coalesce(b.login_text, p.login_text)
        """

    static let tables: SQL = """
        platform.tenants t
        left join platform.brands b on b.tenant_id = t.id
        left join platform.brands p on p.tenant_id is null
        """

    static func find(slug: String) -> SQL {
        "select \(columns) from \(tables) where t.slug = \(slug) and t.state <> 'purged'"
    }

    static func find(id: UUID) -> SQL {
        "select \(columns) from \(tables) where t.id = \(id)"
    }

    /// In pages of slugs, so that a thousand tenants never stand in memory at once unless asked for.
    static func list(after slug: String = "", limit: Int) -> SQL {
        "select \(columns) from \(tables) where t.slug > \(slug) and t.state <> 'purged' order by t.slug limit \(limit)"
    }

    /// Those with a schema that is at another version, by slug.
    static func outdated(_ version: String) -> SQL {
        """
        select \(columns) from \(tables)
        where t.schema_version <> \(version) and t.state = any(\(Tenant.State.withSchema.map(\.rawValue))) order by t.slug
        """
    }

    /// Answers a row if nobody else is migrating the tenant. References to the row, and so the tenant's own work, go on.
    static func claim(_ id: UUID) -> SQL {
        """
        select 1 from platform.tenants where id = \(id) and state = any(\(Tenant.State.withSchema.map(\.rawValue)))
        for no key update skip locked
        """
    }

    static func setSchemaVersion(_ version: String, of id: UUID) -> SQL {
        "update platform.tenants set schema_version = \(version) where id = \(id)"
    }

    /// Waits for whoever works on this tenant's schema and keeps others from it, until the transaction ends.
    static func lock(_ schema: SchemaName) -> SQL {
        "select pg_advisory_xact_lock(hashtextextended(\(schema.description), 0))"
    }

    /// Tells every server that what it remembers of this tenant is out of date.
    static func announceChange(of id: UUID) -> SQL {
        "select pg_notify('tenants', \(id.uuidString))"
    }
}
