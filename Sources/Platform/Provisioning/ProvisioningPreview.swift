import Postgres
import Web

/// Looks at an order for a tenant before anything is done about it.
public struct ProvisioningPreview: Sendable {
    private let platform: Platform

    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// What `Provisioning.create` would do with `request`. Ask before ordering: a wrong address found half-way leaves half a tenant.
    /// - Throws: `SlugError`, `SlugTaken`, or `Failure.invalid` naming the wrong field.
    public func changes(for request: ProvisioningRequest) async throws -> [PlannedChange] {
        let slug = try Slug(request.slug)
        try check(request)
        let taken = try await platform.client.perform(UnitSettings(), SlugQueries.holder(of: slug))
        guard taken.isEmpty else { throw SlugTaken(slug: slug) }
        return [
            PlannedChange("create", "tenant \(slug)", "\(request.name), at \(platform.configuration.baseURL(ofTenant: slug.description))"),
            PlannedChange(
                "create", "schema and role", "\(platform.schemaPlan.migrations.count) migrations, version \(platform.schemaPlan.version)"),
            PlannedChange("create", "brand", request.brand.color ?? "inherited from the platform"),
            PlannedChange("create", "subscription", "plan \(request.plan), trial of 14 days"),
            PlannedChange("create", "admin \(request.adminEmail)", "\(request.adminName), invited"),
        ]
    }

    private func check(_ request: ProvisioningRequest) throws {
        if request.name.trimmed.isEmpty { throw Failure.invalid("name", "required", "Give the tenant a name.") }
        if request.adminName.trimmed.isEmpty { throw Failure.invalid("admin_name", "required", "Give the admin's name.") }
        if (try? EmailAddress(request.adminEmail)) == nil {
            throw Failure.invalid("admin_email", "malformed", "\"\(request.adminEmail)\" is not an e-mail address.")
        }
        if let color = request.brand.color, BrandColor(hex: color) == nil {
            throw Failure.invalid("color", "malformed", "\"\(color)\" is not a colour: write it as #rrggbb.")
        }
    }
}
