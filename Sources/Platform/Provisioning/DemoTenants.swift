import Postgres
import Web

/// Two customers to look around in, as different as two brands can be. Safe to make twice; never made in production.
public struct DemoTenants: Sendable {
    public static let requests = [
        ProvisioningRequest(
            slug: "acme", name: "Acme",
            brand: BrandChoices(name: "Acme", color: "#3b5bdb", loginText: "Welcome back. Sell something wonderful today."),
            adminEmail: "admin@acme.test", adminName: "Ada Brandt", isDemo: true),
        ProvisioningRequest(
            slug: "globex", name: "Globex", brand: BrandChoices(name: "Globex", color: "#0a7d5a", loginText: "Globex sales."),
            adminEmail: "admin@globex.test", adminName: "Ada Brandt", isDemo: true),
    ]

    private let platform: Platform

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// Leaves alone what somebody has renamed, closed or purged.
    public func provision() async throws {
        for request in Self.requests {
            do {
                try await staff(try await Provisioning(platform).create(request))
            } catch is SlugTaken {
                guard let known = try await platform.directory.tenant(slug: request.slug), Self.origins.contains(known.state) else {
                    continue
                }
                try await staff(known)
            }
        }
    }

    private static let origins: [Tenant.State] = [.active, .readOnly, .suspended]

    /// What `staff`, and `fill` with so many records, would do.
    /// - Throws: `Failure.forbidden` in production, or `WrongState`.
    public func preview(_ tenant: TenantSummary, records: Int = 0) throws -> [PlannedChange] {
        if platform.configuration.isProduction {
            throw Failure.forbidden(reason: "Demo people have a password that everybody knows; production has none of them.")
        }
        guard Self.origins.contains(tenant.state) else {
            throw WrongState(tenant: tenant.slug, state: tenant.state, change: "seed", origins: Self.origins)
        }
        let detail = "what is there already stays; people's passwords are set again"
        let people = PlannedChange("create", "demo people and data in \(tenant.slug)", detail)
        if records == 0 { return [people] }
        return [people, PlannedChange("create", "records in \(tenant.slug)", "until there are \(records), and what belongs to them")]
    }

    /// Fills a tenant with demo people and whatever else features show in a demo.
    public func staff(_ tenant: Tenant) async throws {
        let scope = platform.scope(for: tenant, cause: .seed)
        for feature in platform.features { try await feature.seed?(scope) }
    }

    /// Adds records to try things out with, until there are so many.
    public func fill(_ tenant: Tenant, records: Int) async throws {
        let scope = platform.scope(for: tenant, cause: .seed)
        for feature in platform.features { try await feature.samples?(scope, records) }
    }
}
