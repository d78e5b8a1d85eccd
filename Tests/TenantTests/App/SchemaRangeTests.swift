import Platform
import Support
import Testing

/// Tenants whose schema another build has migrated, as this one serves them.
struct SchemaRangeTests {
    private static let addition = Migration("later/001", ["create table later (id uuid primary key)"])
    private static let survived = Migration.contraction("later/002", outgrown: "0.0.1", ["alter table contacts drop column source"])
    private static let outgrown = Migration.contraction("later/003", outgrown: Build.number, ["alter table contacts drop column source"])

    @Test(arguments: [[addition], [addition, survived]])
    func newerSchemaThatThisBuildSurvivesIsServed(more: [Migration]) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.setSchema(tenant.known + more)
        #expect(try await admin.post("/api/v1/contacts", ["last_name": "Served"]).status == 201)
        #expect(try await admin.get("/api/v1/contacts").status == 200)
    }

    @Test func schemaThatHasOutgrownThisBuildWaitsForANewerOneWhileOthersWork() async throws {
        let (tenant, other) = (try await TestSite.shared().makeTenant(), try await SharedTenant.get())
        let admin = try await tenant.api(as: .admin)
        try await tenant.setSchema(tenant.known + [Self.addition, Self.outgrown])
        for answer in [try await admin.get("/api/v1/contacts"), try await admin.post("/api/v1/contacts", ["last_name": "X"])] {
            expectProblem(answer, 503)
            #expect(answer.header("Retry-After") == "60")
        }
        #expect(try await tenant.guest.get("/login").status == 503)
        #expect(try await other.guest.get("/login").status == 200)
    }

    @Test func schemaThatIsBehindWaitsForItsMigration() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.setSchema(tenant.known.dropLast())
        let answer = try await admin.get("/api/v1/contacts")
        expectProblem(answer, 503)
        #expect(answer.header("Retry-After") == "10")
        try await tenant.setSchema(tenant.known)
        #expect(try await admin.get("/api/v1/contacts").status == 200)
    }
}

extension TestTenant {
    /// The migrations of this build.
    fileprivate var known: [Migration] { site.platform.schemaPlan.migrations }

    /// Says that the schema has come as far as `migrations`.
    fileprivate func setSchema(_ migrations: some Collection<Migration>) async throws {
        let version = SchemaPlan(Array(migrations)).version
        try await site.administer("update platform.tenants set schema_version = \(version) where id = \(tenant.id)")
        try await site.announceChange(of: tenant)
    }
}
