import Foundation
import Postgres

enum TenantQueries {
    private static let columns: SQL = """
        t.id, t.slug, t.name, t.state, t.schema_version,
        coalesce(b.name, t.name), coalesce(b.color, p.color), coalesce(b.logo_url, p.logo_url), coalesce(b.login_text, p.login_text)
        """

    private static let tables: SQL = """
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

    static func setState(_ state: Tenant.State, of id: UUID) -> SQL {
        "update platform.tenants set state = \(state.rawValue), updated_at = now() where id = \(id)"
    }

    static func setSchemaVersion(_ version: String, of id: UUID) -> SQL {
        "update platform.tenants set schema_version = \(version) where id = \(id)"
    }

    /// Tells every server that what it remembers of this tenant is out of date.
    static func announceChange(of id: UUID) -> SQL {
        "select pg_notify('tenants', \(id.uuidString))"
    }
}
