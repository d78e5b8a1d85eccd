import Foundation
import Postgres
import Support
import Web

extension AccessWorld {
    static func roles(_ random: inout SeededRandom, _ admin: TestClient) async throws -> [Role] {
        var roles: [Role] = []
        for number in 0..<5 {
            let reaches = Dictionary(
                uniqueKeysWithValues: (actions + ["import"]).map { ($0, Int.random(in: $0 == "view" ? 1...3 : 0...3, using: &random)) })
            let closes = number == 4
            let fields = ["source", "emails"].filter { _ in Bool.random(using: &random) }
            let rules = Dictionary(uniqueKeysWithValues: fields.map { ($0, Int.random(in: 0...1, using: &random)) })
            let role = Role(
                name: "role_\(number)", reaches: closes ? reaches.merging(["view": 0]) { $1 } : reaches,
                companies: Int.random(in: 0...3, using: &random), rules: rules)
            var permissions: [String: JSONValue] = ["create": "all"]
            for (action, reach) in role.reaches { permissions[action] = .string(reachNames[reach]) }
            try await admin.create(
                "roles",
                [
                    "label": .string(role.name), "name": .string(role.name),
                    "permissions": ["contact": object(permissions), "company": ["view": .string(reachNames[role.companies])]],
                    "field_rules": ["contact": object(rules.mapValues { $0 == 0 ? "hidden" : "read_only" })],
                ])
            roles.append(role)
        }
        return roles
    }

    static func people(_ roles: [Role], _ random: inout SeededRandom, _ tenant: TestTenant) async throws -> [Person] {
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

    static func teams(_ people: [Person], _ random: inout SeededRandom, _ admin: TestClient) async throws -> [Team] {
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
}
