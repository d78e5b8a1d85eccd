import Foundation
import Postgres

enum SpareQueries {
    /// Its schema's name stands where a slug will: no slug can look like that, so no host leads to a spare.
    static func insert(_ id: UUID, version: String) -> SQL {
        """
        insert into platform.tenants (id, slug, name, state, schema_version)
        values (\(id), \(SchemaName(tenantID: id).description), 'Spare', 'spare', \(version))
        """
    }

    /// Makes a spare somebody's tenant. One that is behind this build's version is passed over.
    static func claim(_ slug: Slug, name: String, version: String) -> SQL {
        """
        update platform.tenants set slug = \(slug.description), name = \(name), state = 'provisioning', created_at = now(), updated_at = now()
        where id = (
            select id from platform.tenants
            where state = 'spare' and schema_version = \(version)
            order by created_at
            for update skip locked
            limit 1
        )
        returning id
        """
    }

    /// How many can be given out, and how many a migration has to come to first.
    static func count(version: String) -> SQL {
        """
        select count(*) filter (where schema_version = \(version)), count(*) filter (where schema_version <> \(version))
        from platform.tenants where state = 'spare'
        """
    }

    /// The one that would be given out last; none that somebody is claiming at this moment.
    static let takeOut: SQL = """
        delete from platform.tenants
        where id = (
            select id from platform.tenants where state = 'spare' order by created_at desc for update skip locked limit 1
        )
        returning id
        """

    /// Two who fill the pool at once fill it once.
    static let lock: SQL = "select pg_advisory_xact_lock(7305516)"
}
