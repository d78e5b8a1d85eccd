import Foundation
import Postgres
import Support
import Web

/// A tenant with random roles, several per person, teams below teams, shares that may be over, fields that roles hide, and
/// contacts that hang together with companies which not everybody sees. It remembers what it made, so that the oracle never asks
/// the product.
struct AccessWorld: Sendable {
    struct Role: Sendable {
        let name: String
        /// By action on contacts: none 0, own 1, team 2, all 3.
        let reaches: [String: Int]
        /// How far it sees companies.
        let companies: Int
        /// By field: 0 hidden, 1 read-only; others are open.
        let rules: [String: Int]
    }

    struct Person: Sendable {
        let id: String
        let email: String
        let roles: [Role]
    }

    struct Team: Sendable {
        let id: String
        let parent: Int?
        /// By person: whether they manage it.
        let members: [Int: Bool]
    }

    struct Share: Sendable {
        let contact: Int
        let person: Int?
        let team: Int?
        let mayEdit: Bool
        let isOver: Bool
    }

    struct Contact: Sendable {
        let id: String
        let name: String
        let owner: Int?
        let source: String
        /// Every other contact has that of the one before.
        let email: String
        let phone: String
        let company: Int?
    }

    struct Company: Sendable {
        let id: String
        let name: String
        let owner: Int?
        let employees: Int
        /// The contact that it is linked to by a field of the tenant's own.
        let favourite: Int?
    }

    let tenant: TestTenant
    let admin: TestClient
    let people: [Person]
    let teams: [Team]
    let contacts: [Contact]
    let companies: [Company]
    let shares: [Share]

    static let actions = ["view", "edit", "delete", "export", "share"]
    static let reachNames = ["none", "own", "team", "all"]

    init(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        tenant = try await TestSite.shared().makeTenant()
        admin = try await tenant.api(as: .admin)
        let roles = try await Self.roles(&random, admin)
        people = try await Self.people(roles, &random, tenant)
        teams = try await Self.teams(people, &random, admin)
        let bare = try await Self.companies(people, &random, admin)
        contacts = try await Self.contacts(people, bare, &random, admin)
        companies = try await Self.favourites(bare, among: contacts, &random, admin)
        shares = try await Self.shares(people, teams, contacts, &random, admin, tenant)
    }

    static func object(_ members: [String: JSONValue]) -> JSONValue {
        var object = JSONObject()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) { object[name] = value }
        return .object(object)
    }
}
