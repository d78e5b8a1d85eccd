import Foundation
import Platform
import Support
import Testing
import Web

struct CursorTests {
    @Test(arguments: [
        "", "created_at", "-created_at", "last_name", "-last_name", "name", "-name", "email", "birthday_on", "-birthday_on", "company",
        "-company", "do_not_contact", "lifecycle_stage,-birthday_on", "-company,last_name,-birthday_on", "owner,-name",
        "-birthday_on,company,-source,created_at",
    ])
    func everyContactComesExactlyOnce(sort: String) async throws {
        let admin = try await Crowd.tenant().api(as: .admin)
        try await expectWholeWalk("contacts?sort=\(sort)&".replacing("sort=&", with: ""), as: admin)
    }

    @Test(arguments: [
        "", "-name", "employees", "-employees", "annual_revenue", "-annual_revenue,founded_year", "-founded_year,-name", "parent",
    ])
    func everyCompanyComesExactlyOnce(sort: String) async throws {
        let admin = try await Crowd.tenant().api(as: .admin)
        try await expectWholeWalk("companies?sort=\(sort)&".replacing("sort=&", with: ""), as: admin)
    }

    /// In pages of seven, in the same order as in one.
    private func expectWholeWalk(_ path: String, as client: TestClient) async throws {
        let whole = try await client.get("/api/v1/\(path)limit=200").ids
        let pages = try await client.walk(path, limit: 7)
        #expect(whole.count == 60 && Set(whole).count == 60)
        #expect(pages.flatMap { $0 } == whole)
        #expect(pages.map(\.count) == Array(repeating: 7, count: 8) + [4])
    }

    @Test func cursorKeepsToTheFilter() async throws {
        let admin = try await Crowd.tenant().api(as: .admin)
        let path = "contacts?filter[birthday_on][nempty]=1&sort=-birthday_on&"
        let whole = try await admin.get("/api/v1/\(path)limit=200&total=true")
        #expect(try await admin.walk(path, limit: 4).flatMap { $0 } == whole.ids)
        #expect(whole.json["total"]?.int == whole.ids.count && whole.ids.count < 60)
    }

    @Test func recordAddedMeanwhileNeitherRepeatsNorHidesAnother() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        for number in 1...6 { try await admin.create("contacts", ["last_name": .string("Person \(number)")]) }
        let first = try await admin.get("/api/v1/contacts?limit=3")
        try await admin.create("contacts", ["last_name": "In between"])
        let cursor = try #require(first.json["next_cursor"]?.string)
        let second = try await admin.get("/api/v1/contacts?limit=3&cursor=\(cursor)")
        #expect(Set(first.ids + second.ids).count == 6)
    }

    @Test func cursorThatIsNotForThisListIsRefused() async throws {
        let tenant = try await Crowd.tenant()
        let (admin, other) = (try await tenant.api(as: .admin), try await SharedTenant.get().api(as: .admin))
        let cursor = try #require(try await admin.get("/api/v1/contacts?limit=5&sort=last_name").json["next_cursor"]?.string)
        var tampered = Array(cursor)
        tampered[30] = tampered[30] == "A" ? "B" : "A"
        for (client, query) in [
            (admin, "contacts?sort=-last_name&cursor=\(cursor)"), (admin, "contacts?cursor=\(cursor)"),
            (admin, "companies?sort=name&cursor=\(cursor)"), (other, "contacts?sort=last_name&cursor=\(cursor)"),
            (admin, "contacts?sort=last_name&cursor=\(String(tampered))"), (admin, "contacts?sort=last_name&cursor=\(cursor.dropLast())"),
            (admin, "contacts?sort=last_name&cursor=AAAA"),
        ] {
            expectProblem(try await client.get("/api/v1/\(query)"), 422, naming: ["cursor"])
        }
    }
}

/// Sixty contacts and sixty companies with many ties and gaps, in a tenant that nobody changes.
enum Crowd {
    private static let made = Task {
        let tenant = try await TestSite.shared().makeTenant()
        try await tenant.database.transaction { transaction in
            try await transaction.execute(
                """
                insert into companies (id, name, sort_name, employees, annual_revenue, annual_revenue_currency, founded_year, created_at, updated_at)
                select gen_random_uuid(), 'Company ' || n % 9, 'company ' || n % 9, nullif(n % 4, 0) * 10, nullif(n % 6, 0) * 100000,
                       case n % 2 when 0 then 'EUR' else 'USD' end, case when n % 3 > 0 then 1990 + n % 5 end, now(), now()
                from generate_series(1, 60) n
                """)
            try await transaction.execute(
                """
                update companies set parent_id = (select id from companies order by id limit 1) where employees = 20
                """)
            try await transaction.execute(
                """
                insert into contacts (id, first_name, last_name, sort_name, email, birthday_on, lifecycle_stage, do_not_contact, addresses,
                                      company_id, owner_id, created_at, updated_at)
                select gen_random_uuid(), 'N' || n % 2, 'Name ' || n % 7, 'name ' || n % 7 || ' n' || n % 2, case when n % 5 > 0 then n % 11 || '@x.test' else '' end,
                       case when n % 3 > 0 then date '1980-01-01' + n % 4 end, (array['new', 'customer', 'former'])[1 + n % 3], n % 2 = 0,
                       case when n % 4 > 0 then jsonb_build_array(jsonb_build_object('city', 'City ' || n % 3)) else '[]' end,
                       case when n % 2 > 0 then (select id from companies order by id offset n % 5 limit 1) end,
                       case when n % 3 = 0 then (select id from users where email like 'rep@%') end,
                       timestamptz '2026-01-01 00:00:00.123456Z' + (n % 6) * interval '1 microsecond', now()
                from generate_series(1, 60) n
                """)
        }
        return tenant
    }

    static func tenant() async throws -> TestTenant { try await made.value }
}
