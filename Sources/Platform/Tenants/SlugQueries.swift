import Foundation
import Postgres

/// Slugs are given for good: who has once been known by one keeps it from others, so that nobody inherits their links and mail.
enum SlugQueries {
    /// - Returns no row, and gives nothing, where somebody else has or had it.
    static func give(_ slug: Slug, to id: UUID) -> SQL {
        """
        insert into platform.slugs as s (slug, tenant_id) values (\(slug.description), \(id))
        on conflict (slug) do update set given_at = now() where s.tenant_id = excluded.tenant_id
        returning slug
        """
    }

    static func holder(of slug: Slug) -> SQL {
        "select tenant_id from platform.slugs where slug = \(slug.description)"
    }

    /// Whether a statement failed because somebody else has or had the slug.
    static func isTaken(_ error: PostgresError) -> Bool {
        error.kind == .uniqueViolation && ["slugs_pkey", "tenants_slug_key"].contains(error.constraint)
    }
}
