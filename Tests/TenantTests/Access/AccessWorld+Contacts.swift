import Foundation
import Postgres
import Support
import Web

extension AccessWorld {
    static func contacts(
        _ people: [Person], _ companies: [Company], _ random: inout SeededRandom, _ admin: TestClient
    ) async throws -> [Contact] {
        var contacts: [Contact] = []
        for number in 0..<14 {
            let contact = Contact(
                id: "", name: "Contactson\(number)x", owner: anybody(of: people, &random), source: "Sourcery\(number)x",
                email: "mailbox\(number / 2 * 2)x@secret.test", phone: "+1555010\(1_000 + number)",
                company: Bool.random(using: &random) ? Int.random(in: companies.indices, using: &random) : nil)
            let answer = try await admin.create(
                "contacts",
                [
                    "last_name": .string(contact.name), "source": .string(contact.source), "email": .string(contact.email),
                    "phone": .string(contact.phone), "owner_id": contact.owner.map { .string(people[$0].id) } ?? .null,
                    "company_id": contact.company.map { .string(companies[$0].id) } ?? .null,
                ])
            contacts.append(contact.known(as: answer.id))
        }
        return contacts
    }

    static func anybody(of people: [Person], _ random: inout SeededRandom) -> Int? {
        Int.random(in: 0...people.count, using: &random) == 0 ? nil : Int.random(in: people.indices, using: &random)
    }

    static func shares(
        _ people: [Person], _ teams: [Team], _ contacts: [Contact], _ random: inout SeededRandom, _ admin: TestClient, _ tenant: TestTenant
    ) async throws -> [Share] {
        var shares: [Share] = []
        for contact in contacts.indices where Bool.random(using: &random) {
            let goesToTeam = Bool.random(using: &random)
            let share = Share(
                contact: contact, person: goesToTeam ? nil : Int.random(in: people.indices, using: &random),
                team: goesToTeam ? Int.random(in: teams.indices, using: &random) : nil, mayEdit: Bool.random(using: &random),
                isOver: Int.random(in: 0..<4, using: &random) == 0)
            var body: [String: JSONValue] = ["access": share.mayEdit ? "edit" : "view", "expires_at": "2999-01-01T00:00:00Z"]
            body["user_id"] = share.person.map { .string(people[$0].id) }
            body["team_id"] = share.team.map { .string(teams[$0].id) }
            let answer = try await admin.create("contacts/\(contacts[contact].id)/shares", object(body))
            if share.isOver {
                let id = UUID(uuidString: answer.id)
                try await tenant.database.write("update record_shares set expires_at = now() - interval '1 second' where id = \(id)")
            }
            shares.append(share)
        }
        return shares
    }
}
