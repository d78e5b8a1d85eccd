import Foundation
import Postgres
import Support
import Web

/// A tenant with random roles, several per person, teams below teams, shares that may be over, and fields that roles hide.
/// It remembers what it made, so that the oracle never asks the product.
struct AccessWorld: Sendable {
    struct Role: Sendable {
        let name: String
        /// By action: none 0, own 1, team 2, all 3.
        let reaches: [String: Int]
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
        let email: String
    }

    let tenant: TestTenant
    let people: [Person]
    let teams: [Team]
    let contacts: [Contact]
    let shares: [Share]

    static let actions = ["view", "edit", "delete", "export", "share"]
    private static let names = ["none", "own", "team", "all"]

    init(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let roles = try await Self.roles(&random, admin)
        people = try await Self.people(roles, &random, tenant)
        teams = try await Self.teams(people, &random, admin)
        contacts = try await Self.contacts(people, &random, admin)
        shares = try await Self.shares(people, teams, contacts, &random, admin, tenant)
    }

    private static func roles(_ random: inout SeededRandom, _ admin: TestClient) async throws -> [Role] {
        var roles: [Role] = []
        for number in 0..<5 {
            let reaches = Dictionary(
                uniqueKeysWithValues: actions.map { ($0, Int.random(in: $0 == "view" ? 1...3 : 0...3, using: &random)) })
            let closes = number == 4
            let fields = ["source", "emails"].filter { _ in Bool.random(using: &random) }
            let rules = Dictionary(uniqueKeysWithValues: fields.map { ($0, Int.random(in: 0...1, using: &random)) })
            let role = Role(name: "role_\(number)", reaches: closes ? reaches.merging(["view": 0]) { $1 } : reaches, rules: rules)
            var permissions: [String: JSONValue] = [:]
            for (action, reach) in role.reaches { permissions[action] = .string(names[reach]) }
            try await admin.create(
                "roles",
                [
                    "label": .string(role.name), "name": .string(role.name), "permissions": ["contact": object(permissions)],
                    "field_rules": ["contact": object(rules.mapValues { $0 == 0 ? "hidden" : "read_only" })],
                ])
            roles.append(role)
        }
        return roles
    }

    private static func people(_ roles: [Role], _ random: inout SeededRandom, _ tenant: TestTenant) async throws -> [Person] {
        var people: [Person] = []
        for number in 0..<6 {
            let held = Array(roles.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)))
            let (id, email) = (UUID().uuidString.lowercased(), "p\(number)@\(tenant.tenant.slug).test")
            try await tenant.database.write(
                """
                insert into users (id, email, name, roles, status, password_hash)
                select \(UUID(uuidString: id)), \(email), \("Person \(number)"), \(held.map(\.name)), 'active', password_hash
                from users where email = \(tenant.email(of: .admin))
                """)
            people.append(Person(id: id, email: email, roles: held))
        }
        return people
    }

    private static func teams(_ people: [Person], _ random: inout SeededRandom, _ admin: TestClient) async throws -> [Team] {
        var teams: [Team] = []
        for number in 0..<4 {
            let parent = teams.isEmpty || Int.random(in: 0..<4, using: &random) == 0 ? nil : Int.random(in: 0..<teams.count, using: &random)
            let chosen = people.indices.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
            let members = Dictionary(uniqueKeysWithValues: chosen.map { ($0, Bool.random(using: &random)) })
            let answer = try await admin.create(
                "teams",
                [
                    "name": .string("Team \(number)"), "parent_id": parent.map { .string(teams[$0].id) } ?? .null,
                    "members": .array(members.map { ["user_id": .string(people[$0.key].id), "is_manager": .bool($0.value)] }),
                ])
            teams.append(Team(id: answer.id, parent: parent, members: members))
        }
        return teams
    }

    private static func contacts(_ people: [Person], _ random: inout SeededRandom, _ admin: TestClient) async throws -> [Contact] {
        var contacts: [Contact] = []
        for number in 0..<14 {
            let owner = [nil, 0, 1, 2, 3, 4, 5].randomElement(using: &random) ?? nil
            let (name, source, email) = ("Contactson\(number)x", "Sourcery\(number)x", "mailbox\(number)x@secret.test")
            let answer = try await admin.create(
                "contacts",
                [
                    "last_name": .string(name), "source": .string(source), "email": .string(email),
                    "owner_id": owner.map { .string(people[$0].id) } ?? .null,
                ])
            contacts.append(Contact(id: answer.id, name: name, owner: owner, source: source, email: email))
        }
        return contacts
    }

    private static func shares(
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

    private static func object(_ members: [String: JSONValue]) -> JSONValue {
        var object = JSONObject()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) { object[name] = value }
        return .object(object)
    }
}
