import Foundation
import Platform
import Support
import Testing
import Web

@testable import Tenant

struct CustomFieldIndexTests {
    @Test func indexOfEachTypeIsBuiltOnDemandAndIsNoDrift() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        var addresses: [String] = []
        for kind in CustomFieldKind.allCases {
            let more: JSONObject = kind.hasChoices ? ["choices": ["One", "Two"]] : kind == .recordLink ? ["target": "company"] : [:]
            let field = try await admin.define(kind, "Fast \(kind.rawValue)", more: more)
            addresses.append("/api/v1/custom_fields/\(field.id)")
            #expect(try await admin.patch(addresses[addresses.count - 1], ["indexed": true]).json["indexed"] == true)
        }
        let indexes = OnDemandIndexes(tenant.site.owner)
        try await eventually { try await indexes.waiting().contains { $0.id == tenant.tenant.id } }
        try await indexes.build(tenant.tenant)
        // Texts have one more, for what is looked for within them.
        let all = try await tenant.onDemandIndexes().count
        #expect(all == CustomFieldKind.allCases.count + 4)
        for address in addresses { #expect(try await admin.get(address).json["indexed_at"]?.string != nil) }
        var selector = TenantSelector()
        selector.slug = tenant.tenant.slug
        let scan = DriftScan(tenant.site.owner)
        #expect(try await scan.scan(try await scan.tenants(selector)).isEmpty)

        // Archived ones go, and come back with their field.
        #expect(try await admin.delete(addresses[0]).status == 204)
        try await indexes.build(tenant.tenant)
        #expect(try await tenant.onDemandIndexes().count == all - 2)
        #expect(try await admin.send("POST", "\(addresses[0])/restoration").status == 200)
        try await indexes.build(tenant.tenant)
        #expect(try await tenant.onDemandIndexes().count == all)
        // Without one, nothing is left.
        #expect(try await admin.patch(addresses[0], ["indexed": false]).json["indexed_at"] == .null)
        try await indexes.build(tenant.tenant)
        #expect(try await tenant.onDemandIndexes().count == all - 2)
    }

    @Test func questionsAreAnsweredFromTheIndex() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        for kind in [CustomFieldKind.text, .integer, .number, .date] {
            let field = try await admin.define(kind, "Fast \(kind.rawValue)", name: kind.rawValue)
            #expect(try await admin.patch("/api/v1/custom_fields/\(field.id)", ["indexed": true]).status == 200)
        }
        try await OnDemandIndexes(tenant.site.owner).build(tenant.tenant)
        try await tenant.database.write(
            """
            insert into contacts (id, last_name, custom, created_at, updated_at)
            select gen_random_uuid(), 'P' || n, jsonb_build_object('text', 'Text ' || n, 'integer', n, 'number', n / 4.0,
                   'date', (date '2000-01-01' + n)::text), now(), now() from generate_series(1, 5000) n
            """)
        _ = try await tenant.site.administer(.ddl("analyze \(tenant.tenant.schema).contacts"))
        let viewer = try #require(try await People(in: tenant.site.platform.scope(for: tenant.tenant, cause: .console)).admin(of: tenant))
        for (name, op, value) in [
            ("text", FilterOperator.eq, "text 77"), ("text", .contains, "Text 4999"), ("integer", .eq, "77"),
            ("number", .between, "10,10.5"),
            ("date", .eq, "2001-01-01"),
        ] {
            let condition = FilterCondition(
                field: "custom.\(name)", comparison: op, values: value.split(separator: ",").map { String($0) })
            var query = RecordQuery(Contact.recordType, viewer: viewer)
            query.narrow(to: .condition(condition), at: Date())
            let plan = try await tenant.database.read("explain \(try query.count(upTo: 10))").map { try $0.decode(String.self) }
            #expect(plan.contains { $0.contains("ondemand_") }, "\(name) \(op) \(plan)")
        }
    }

    @Test func whatMayBeThereOnlyOnceHasItsIndexFromTheStart() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let field = try await admin.define(.text, "Badge", more: ["unique": true])
        #expect(field.json["indexed"] == true)
        expectProblem(try await admin.patch("/api/v1/custom_fields/\(field.id)", ["indexed": false]), 422, naming: ["indexed"])
        try await eventually { try await OnDemandIndexes(tenant.site.owner).waiting().contains { $0.id == tenant.tenant.id } }
    }
}

extension TestTenant {
    fileprivate func onDemandIndexes() async throws -> [String] {
        try await database.read(
            """
            select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = \(tenant.schema.description) and starts_with(c.relname, 'ondemand_') and c.relkind = 'i'
            """
        ).map { try $0.decode(String.self) }
    }
}

extension People {
    fileprivate func admin(of tenant: TestTenant) async throws -> Viewer? {
        try await UUID(uuidString: tenant.id(of: .admin)).flatMap { $0 }.asyncMap { try await viewer($0) } ?? nil
    }
}

extension Optional {
    fileprivate func asyncMap<T>(_ body: (Wrapped) async throws -> T) async rethrows -> T? {
        if let self { return try await body(self) }
        return nil
    }
}
