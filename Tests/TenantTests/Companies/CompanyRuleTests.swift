import Support
import Testing
import Web

struct CompanyRuleTests {
    @Test func moneyIsMinorUnitsWithTheirCurrency() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        let revenue: JSONValue = ["amount": 125_000, "currency": "EUR"]
        let company = try await admin.create("companies", ["name": "Rich", "annual_revenue": revenue])
        #expect(company.json["annual_revenue"] == revenue)
        let path = "/api/v1/companies/\(company.id)"
        #expect(try await admin.get(path).json["annual_revenue"] == revenue)
        let yen = try await admin.patch(path, ["annual_revenue": ["currency": "JPY", "amount": -5]])
        #expect(yen.json["annual_revenue"] == ["amount": -5, "currency": "JPY"])
        #expect(try await admin.patch(path, ["annual_revenue": nil]).json["annual_revenue"] == .null)
    }

    @Test func wrongFieldsAreNamed() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        for (body, field): (JSONObject, String) in [
            (["annual_revenue": 5], "annual_revenue"), (["annual_revenue": "5 EUR"], "annual_revenue"),
            (["annual_revenue": ["amount": 5]], "annual_revenue"),
            (["annual_revenue": ["amount": 1.5, "currency": "EUR"]], "annual_revenue"),
            (["annual_revenue": ["amount": 5, "currency": "euro"]], "annual_revenue"),
            (["annual_revenue": ["amount": 5, "currency": "EUR", "tax": 1]], "annual_revenue"),
            (["employees": -1], "employees"), (["employees": 10_000_001], "employees"), (["employees": 1.5], "employees"),
            (["founded_year": 999], "founded_year"), (["domain": "no domain"], "domain"), (["domain": "localhost"], "domain"),
            (["website": "javascript:alert(1)"], "website"), (["website": "ftp://files.example.org"], "website"),
            (["parent_id": .string(unknownID)], "parent_id"), (["parent_id": "acme"], "parent_id"),
        ] {
            expectProblem(try await admin.post("/api/v1/companies", Sample.all[1].named("X", body)), 422, naming: [field])
        }
    }

    @Test func companyIsNotItsOwnParent() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let top = try await admin.create("companies", ["name": "Top"])
        let middle = try await admin.create("companies", ["name": "Middle", "parent_id": .string(top.id)])
        let bottom = try await admin.create("companies", ["name": "Bottom", "parent_id": .string(middle.id)])
        let path = "/api/v1/companies/\(top.id)"
        expectProblem(try await admin.patch(path, ["parent_id": .string(top.id)]), 422, naming: ["parent_id"])
        expectProblem(try await admin.patch(path, ["parent_id": .string(middle.id)]), 422, naming: ["parent_id"])
        expectProblem(try await admin.patch(path, ["parent_id": .string(bottom.id)]), 422, naming: ["parent_id"])
        #expect(try await admin.get(path).version == 1)
    }

    @Test func companiesPutBelowEachOtherAtTheSameMomentFormNoLoop() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        for round in 1...5 {
            var ring: [String] = []
            for number in 1...3 { ring.append(try await admin.create("companies", ["name": .string("Ring \(round).\(number)")]).id) }
            let companies = ring
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for (index, id) in companies.enumerated() {
                    let parent = companies[(index + 1) % companies.count]
                    group.addTask { try await admin.patch("/api/v1/companies/\(id)", ["parent_id": .string(parent)]).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.sorted() == [200, 200, 422], "the last one would close the ring")
        }
    }

    @Test func parentThatOneMayNotSeeIsRefusedAndNotNamed() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
        let secret = try await admin.create("companies", ["name": "Secret Inc"])
        expectProblem(try await rep.post("/api/v1/companies", ["name": "X", "parent_id": .string(secret.id)]), 422, naming: ["parent_id"])
        let repID = try await tenant.id(of: .rep)
        try await admin.create("companies", ["name": "Given", "parent_id": .string(secret.id), "owner_id": .string(repID)])
        let list = try await rep.get("/api/v1/companies?include=parent")
        #expect(list.ids.count == 1 && list.json["data"]?[0]?["parent"] == .null)
        #expect(try await !rep.get("/api/v1/companies.csv").text.contains("Secret"))
    }

    @Test func websiteWithoutASchemeIsCompleted() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        #expect(try await admin.create("companies", ["name": "W", "website": "example.org"]).json["website"] == "https://example.org")
    }
}
