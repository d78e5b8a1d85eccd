import Foundation
import Postgres

/// Moves a tenant to another slug and so to another host. Schema, role and files are named by its id and stay.
///
/// The old slug stays the tenant's own: nobody else gets it, and the tenant can take it back.
public struct TenantRename: Sendable {
    private let platform: Platform

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// What `rename` would do.
    /// - Throws: `SlugError`, `SlugTaken` or `WrongState`.
    public func preview(_ tenant: TenantSummary, to text: String) async throws -> [PlannedChange] {
        let slug = try Slug(text)
        guard Self.origins.contains(tenant.state) else {
            throw WrongState(tenant: tenant.slug, state: tenant.state, change: "rename", origins: Self.origins)
        }
        let holder = try await platform.client.perform(UnitSettings(), SlugQueries.holder(of: slug)).first?.decode(UUID.self)
        guard holder == nil || (holder == tenant.id && slug.description != tenant.slug) else { throw SlugTaken(slug: slug) }
        let (old, new) = (tenant.slug, platform.configuration.baseURL(ofTenant: slug.description))
        return [
            PlannedChange("change", "tenant \(old)", "slug \(old) → \(slug), address \(new); people sign in again there"),
            PlannedChange("keep", "slug \(old)", "for this tenant; its old address stops answering"),
        ]
    }

    /// Every running server hears of it at once.
    /// - Throws: `SlugError`, or `SlugTaken`.
    public func rename(_ tenant: TenantSummary, to text: String) async throws {
        let slug = try Slug(text)
        try await platform.client.transaction(UnitSettings()) { transaction in
            guard try await !transaction.query(SlugQueries.give(slug, to: tenant.id)).isEmpty else { throw SlugTaken(slug: slug) }
            let changed = try await transaction.execute(
                """
                update platform.tenants set slug = \(slug.description), updated_at = now()
                where id = \(tenant.id) and state = any(\(Self.origins.map(\.rawValue)))
                """)
            guard changed == 1 else { throw WrongState(tenant: tenant.slug, state: nil, change: "rename", origins: Self.origins) }
            try await transaction.execute(TenantQueries.announceChange(of: tenant.id))
        }
    }

    private static let origins: [Tenant.State] = [.active, .readOnly, .suspended]
}
