import Foundation
import Support
import Testing
import Web

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
