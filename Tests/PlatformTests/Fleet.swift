import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Testing

@testable import Platform

/// A platform with one small feature, for tests of what lies below the CRM.
enum Fleet {
    static let notes = Migration("notes/001", ["create table notes (id uuid primary key, text text not null)"])

    static func feature(_ migrations: [Migration] = [notes], jobs: [JobKind] = []) -> Feature {
        Feature(name: "notes", migrations: migrations, jobs: jobs)
    }

    /// One database for all tests that do not mind each other.
    static func shared() async throws -> TestPlatform { try await start.value }
    private static let start = Task { try await TestPlatform(features: [feature(jobs: TestJob.kinds)]) }
}

extension TestPlatform {
    func makeTenant() async throws -> Tenant {
        try await Provisioning(owner).create(Self.request())
    }

    static func request(_ slug: String = "f\(UUID().uuidString.prefix(8).lowercased())") -> ProvisioningRequest {
        ProvisioningRequest(
            slug: slug, name: "Fleet", brand: BrandChoices(color: "#0a7d5a"), adminEmail: "a@example.org", adminName: "Ada")
    }

    /// The tenant's tables, as the tenant.
    func database(of tenant: Tenant) -> TenantDatabase {
        platform.scope(for: tenant, cause: .console).database
    }

    func number(_ statement: SQL) async throws -> Int {
        try await owner.client.perform(UnitSettings(), statement).first?.decode(Int.self) ?? -1
    }

    /// A tenant that was ordered, before anything else could happen.
    func order(_ slug: String) async throws -> UUID {
        let (id, request) = (UUID.v7(), Self.request(slug))
        try await owner.client.perform(
            UnitSettings(),
            [try ProvisioningQueries.reserve(id, Slug(slug), request)] + ProvisioningQueries.keep(request, Slug(slug), for: id))
        return id
    }

    /// Runs a statement as the superuser.
    @discardableResult
    func administer(_ statement: SQL) async throws -> Rows {
        try await withClient(administrator, logger: quietLogger) { try await $0.perform(UnitSettings(), statement) }
    }

    /// That each schema and each role has a tenant, and each tenant a schema, a role and an identity of its own.
    func expectNothingOrphaned(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let expected = try await names(
            "select 't_' || replace(id::text, '-', '') from platform.tenants where state not in ('pending', 'provisioning', 'purged')")
        let schemas = try await names("select nspname::text from pg_namespace where nspname like 't\\_%'")
        let roles = try await names(
            """
            select r.rolname::text from pg_roles r join pg_auth_members m on m.roleid = r.oid join pg_roles s on s.oid = m.member
            where s.rolname = \(owner.serverRole) and r.rolname like 't\\_%'
            """)
        #expect(schemas == expected, comment, sourceLocation: sourceLocation)
        #expect(roles == expected, comment, sourceLocation: sourceLocation)
        for name in schemas {
            let identity = try await owner.client.perform(
                UnitSettings(), .ddl("select 't_' || replace(tenant_id::text, '-', '') from \(name)._identity"))
            #expect(try identity.first?.decode(String.self) == name, comment, sourceLocation: sourceLocation)
        }
    }

    private func names(_ statement: SQL) async throws -> [String] {
        try await owner.client.perform(UnitSettings(), statement).map { try $0.decode(String.self) }.sorted()
    }
}
