import Foundation
import Postgres

enum ProvisioningQueries {
    static func reserve(_ id: UUID, _ slug: Slug, _ request: ProvisioningRequest) -> SQL {
        """
        insert into platform.tenants (id, slug, name, state)
        values (\(id), \(slug.description), \(request.name), 'provisioning')
        """
    }

    /// Whose slug it is from now on, and what they have asked for.
    static func keep(_ request: ProvisioningRequest, _ slug: Slug, for id: UUID) throws -> [SQL] {
        let json = JSON(text: String(decoding: try JSONEncoder().encode(request), as: UTF8.self))
        return [
            "insert into platform.slugs (slug, tenant_id) values (\(slug.description), \(id))",
            "insert into platform.provisioning_requests (tenant_id, request) values (\(id), \(json))",
        ]
    }

    /// What was asked for and which steps are taken; nothing where there is nothing to be finished.
    static func progress(of id: UUID) -> SQL {
        """
        select r.request, array(select s.step from platform.provisioning_steps s where s.tenant_id = r.tenant_id)
        from platform.provisioning_requests r
        join platform.tenants t on t.id = r.tenant_id and t.state in ('pending', 'provisioning')
        where r.tenant_id = \(id)
        """
    }

    static func record(_ step: String, for id: UUID) -> SQL {
        """
        insert into platform.provisioning_steps (tenant_id, step) values (\(id), \(step))
        on conflict (tenant_id, step) do nothing
        """
    }

    static func subscribe(_ id: UUID, plan: String) -> SQL {
        """
        insert into platform.subscriptions (tenant_id, plan, state, trial_ends_at)
        values (\(id), \(plan), 'trialing', now() + interval '14 days')
        on conflict (tenant_id) do nothing
        """
    }

    /// An operator may have deleted it meanwhile.
    static func open(_ id: UUID) -> SQL {
        "update platform.tenants set state = 'active', updated_at = now() where id = \(id) and state in ('pending', 'provisioning')"
    }

    static let unfinished: SQL = "select id, slug from platform.tenants where state in ('pending', 'provisioning') order by created_at"
}
