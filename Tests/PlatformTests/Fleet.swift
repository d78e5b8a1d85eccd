import Foundation
import Platform
import Postgres
import Support
import Synchronization

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
}
