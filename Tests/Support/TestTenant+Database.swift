import Foundation
import Platform
import Postgres

extension TestTenant {
    /// The tenant's tables, for arranging what clients cannot and looking at what they are not shown.
    public var database: TenantDatabase { site.platform.scope(for: tenant, cause: .console).database }

    public func email(of member: Cast) -> String { "\(member.rawValue)@\(tenant.slug).test" }

    /// The member's user id, as JSON has it.
    public func id(of member: Cast) async throws -> String {
        let rows = try await database.read("select id from users where email = \(email(of: member))")
        guard let id = try rows.first?.decode(UUID.self) else { throw Failed("there is no \(member)") }
        return id.uuidString.lowercased()
    }

    /// A second rep, who is in nobody's team and sees nothing of the others.
    public func outsider() async throws -> TestClient {
        try await database.write(
            """
            insert into users (id, email, name, roles, status, password_hash)
            select gen_random_uuid(), \("outsider@\(tenant.slug).test"), 'Otto Out', roles, status, password_hash
            from users where email = \(email(of: .rep))
            """)
        return try await api(email: "outsider@\(tenant.slug).test")
    }

    /// Puts the tenant into another state, as an operator would.
    public func setState(_ state: Tenant.State) async throws {
        try await site.administer("update platform.tenants set state = \(state.rawValue) where id = \(tenant.id)")
        try await site.announceChange(of: tenant)
    }

    /// How many events of this kind the log holds.
    public func events(_ kind: String) async throws -> Int {
        try await database.read("select count(*) from events where kind = \(kind)").first?.decode(Int.self) ?? 0
    }
}

extension TestSite {
    /// Runs a statement as the superuser of this site's database.
    @discardableResult
    public func administer(_ statement: SQL) async throws -> Rows {
        var administrator = base.administrator
        administrator.connections = 1
        return try await withClient(administrator, logger: quietLogger) { try await $0.perform(UnitSettings(), statement) }
    }

    /// Tells the site that a tenant is not what it remembers, and waits until it has heard.
    public func announceChange(of tenant: Tenant) async throws {
        try await administer("select pg_notify('tenants', \(tenant.id.uuidString))")
        try await eventually {
            try await platform.directory.tenant(slug: tenant.slug) == platform.directory.tenant(id: tenant.id)
        }
    }
}

/// Something that a test needed did not happen.
public struct Failed: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// Waits until `condition` holds, asking often.
/// - Throws: `Failed` after thirty seconds.
public func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw Failed("it did not happen within thirty seconds") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
