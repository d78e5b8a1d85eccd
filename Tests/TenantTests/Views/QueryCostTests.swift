import Foundation
import Support
import Testing
import Web

@testable import Tenant

/// A site on which hardly anything may cost anything.
struct QueryCostTests {
    private static let related = #"{"related":"contacts","quantity":"count","op":"gte","value":2}"#

    private func thrifty() async throws -> TestSite { try await TestSite(environment: ["QUERY_COST_LIMIT": "1"]) }

    @Test func whatCostsTooMuchIsRefusedInWordsThatNameIt() async throws {
        let site = try await thrifty()
        let tenant = try await site.makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.create("companies", ["name": "Acme"])
        let answer = try await admin.get("/api/v1/companies?filter=\(Self.related.escaped)")
        expectProblem(answer, 422, naming: ["filter"])
        let message = answer.json["errors"]?[0]?["message"]?.string ?? ""
        #expect(message.contains("Contacts: number is at least 2") && message.contains("Narrow the list down"))
        let page = try await tenant.browser(as: .admin).get("/companies?filter=\(Self.related.escaped)")
        #expect(page.status == 422 && page.text.contains("Change the filter") && page.text.contains("chip"), "the list stays usable")
        await site.stop()
    }

    @Test(arguments: ["csv", "xlsx"])
    func exportsAreWeighedBeforeTheyBegin(format: String) async throws {
        let site = try await thrifty()
        let tenant = try await site.makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.create("companies", ["name": "Acme"])
        try await tenant.fill(3_000)
        let refused = try await admin.get("/api/v1/companies.\(format)?filter=\(Self.related.escaped)")
        expectProblem(refused, 422, naming: ["filter"])
        #expect(refused.text.contains("in the background"))
        let query = "filter=\(Self.related.escaped)"
        expectProblem(
            try await admin.post("/api/v1/exports", ["record_type": "company", "format": .string(format), "query": .string(query)]), 422,
            naming: ["filter"])
        #expect(try await tenant.database.read("select 1 from exports").isEmpty)
        #expect(try await tenant.events("company.exported") == 0)
        #expect(try await admin.get("/api/v1/companies.\(format)").status == 200)
        await site.stop()
    }

    @Test func whatNobodyWaitsForMayCostMore() async throws {
        let tenant = try await SharedTenant.get()
        let scope = tenant.site.platform.scope(for: tenant.tenant, cause: .job)
        var query = RecordQuery(Company.recordType, viewer: .system, fields: [])
        query.narrow(to: try FilterParser(Company.recordType, for: .system).parse(JSONValue(parsing: Self.related)), at: scope.now)
        let plan = try await scope.database.read("explain (format json) \(try query.page())").first?.decode(String.self) ?? ""
        let cost = Int(try JSONValue(parsing: plan)[0]?["Plan"]?["Total Cost"]?.double ?? 0)
        let site = try await TestSite(environment: ["QUERY_COST_LIMIT": "\(max(1, cost / 4))"])
        let frugal = try await site.makeTenant()
        let admin = try await frugal.api(as: .admin)
        try await admin.create("companies", ["name": "Acme"])
        let filter = "filter=\(Self.related.escaped)"
        expectProblem(try await admin.get("/api/v1/companies.csv?\(filter)"), 422, naming: ["filter"])
        let accepted = try await admin.post("/api/v1/exports", ["record_type": "company", "format": "csv", "query": .string(filter)])
        #expect(accepted.status == 202 && accepted.json["total"]?.int ?? 0 < 10_000, "\(accepted.text)")
        await site.stop()
    }

    @Test func bulkChangesOfAllThatMatchAreWeighed() async throws {
        let site = try await thrifty()
        let tenant = try await site.makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        let made = try await admin.create("companies", ["name": "Acme"])
        let filter = try JSONValue(parsing: Self.related)
        let change: JSONValue = ["action": "tags", "add": ["hot"], "filter": filter]
        expectProblem(try await admin.post("/api/v1/companies/batches", change), 422, naming: ["filter"])
        #expect(try await tenant.database.read("select 1 from batches").isEmpty)
        let page = try await browser.get("/companies/batches/new?action=tags&all=1&list=\("filter=\(Self.related.escaped)".escaped)")
        #expect(page.status == 303 && page.location?.hasPrefix("/companies?") == true, "\(page.status) \(page.location ?? "")")
        #expect(try await admin.batch(["action": "tags", "add": ["hot"], "ids": [.string(made.id)]], of: "companies").counts == [1, 0, 0])
        #expect(try await admin.batch(["action": "tags", "add": ["all"], "all": true], of: "companies").counts == [1, 0, 0])
        await site.stop()
    }

    @Test func builderAndTabsCountNothingThatCostsTooMuch() async throws {
        let site = try await thrifty()
        let tenant = try await site.makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        try await admin.create("companies", ["name": "Acme"])
        let builder = try await browser.get("/companies/filter?filter=\(Self.related.escaped)")
        #expect(builder.status == 200 && builder.text.contains("takes too long to find") && builder.text.contains("f.join"))
        let cheap = try await browser.get("/companies/filter?filter[name][eq]=Acme")
        #expect(cheap.text.contains("takes too long") == false)
        let view: JSONValue = [
            "record_type": "company", "name": "Dear", "visibility": "private", "pinned": true,
            "filter": try JSONValue(parsing: Self.related),
        ]
        #expect(try await admin.post("/api/v1/views", view).status == 201)
        let counts = try await browser.get("/companies/view-counts")
        #expect(counts.status == 200 && counts.json.object?.names.isEmpty == true, "\(counts.text)")
        await site.stop()
    }

    @Test func plainListsAreNeverWeighed() async throws {
        let site = try await thrifty()
        let tenant = try await site.makeTenant()
        let admin = try await tenant.api(as: .admin)
        let made = try await admin.create("contacts", ["last_name": "Cheap"])
        for query in ["", "?filter[lifecycle_stage][eq]=new", "?sort=last_name&total=true", "?q=cheap"] {
            #expect(try await admin.get("/api/v1/contacts\(query)").ids == [made.id], "\(query)")
        }
        await site.stop()
    }

    @Test func theUsualLimitLetsOrdinaryQuestionsThrough() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        #expect(try await admin.get("/api/v1/companies?filter=\(Self.related.escaped)").status == 200)
    }
}
