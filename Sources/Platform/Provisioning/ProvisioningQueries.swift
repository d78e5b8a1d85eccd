import Foundation
import Postgres

enum ProvisioningQueries {
    static func reserve(_ id: UUID, _ slug: Slug, _ request: ProvisioningRequest) throws -> SQL {
        """
        insert into platform.tenants (id, slug, name, state)
        values (\(id), \(slug.description), \(request.name), 'provisioning')
        """
    }

    static func keep(_ request: ProvisioningRequest, for id: UUID) throws -> SQL {
        let json = JSON(text: String(decoding: try JSONEncoder().encode(request), as: UTF8.self))
        return "insert into platform.provisioning_requests (tenant_id, request) values (\(id), \(json))"
    }

    static func request(of id: UUID) -> SQL {
        "select request from platform.provisioning_requests where tenant_id = \(id)"
    }

    static func steps(of id: UUID) -> SQL {
        "select step from platform.provisioning_steps where tenant_id = \(id)"
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

    static let unfinished: SQL = "select id from platform.tenants where state in ('pending', 'provisioning') order by created_at"
}
