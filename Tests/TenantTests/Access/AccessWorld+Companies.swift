import Support
import Web

@testable import Tenant

extension AccessWorld {
    /// What contacts hang together with: seen by other rules than they are.
    static func companies(_ people: [Person], _ random: inout SeededRandom, _ admin: TestClient) async throws -> [Company] {
        try await admin.define(.recordLink, "Favourite", of: "company", more: ["target": "contact"])
        var companies: [Company] = []
        for number in 0..<5 {
            let (name, employees, owner) = ("Companyson\(number)x", 10 * (number + 1), anybody(of: people, &random))
            let answer = try await admin.create(
                "companies",
                [
                    "name": .string(name), "employees": .int(Int64(employees)),
                    "owner_id": owner.map { .string(people[$0].id) } ?? .null,
                ])
            companies.append(Company(id: answer.id, name: name, owner: owner, employees: employees, favourite: nil))
        }
        return companies
    }

    /// Links most companies to a contact that whoever sees them need not see.
    static func favourites(
        _ companies: [Company], among contacts: [Contact], _ random: inout SeededRandom, _ admin: TestClient
    ) async throws -> [Company] {
        var linked: [Company] = []
        for company in companies {
            let favourite = Int.random(in: 0..<4, using: &random) == 0 ? nil : Int.random(in: contacts.indices, using: &random)
            if let favourite {
                let answer = try await admin.patch(
                    "/api/v1/companies/\(company.id)", ["custom": ["favourite": .string(contacts[favourite].id)]])
                guard answer.status == 200 else { throw UnexpectedAnswer(answer) }
            }
            linked.append(
                Company(id: company.id, name: company.name, owner: company.owner, employees: company.employees, favourite: favourite))
        }
        return linked
    }
}

extension AccessWorld.Contact {
    func known(as id: String) -> Self {
        Self(id: id, name: name, owner: owner, source: source, email: email, phone: phone, company: company)
    }
}
