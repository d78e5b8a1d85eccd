import Foundation
import Platform
import Postgres
import Web

/// People who work together, and who manages them. A team may stand below another one.
struct Team: Sendable {
    struct Member: Sendable, RowDecodable {
        let teamID: UUID
        let userID: UUID
        let name: String
        let isManager: Bool

        init(row: inout RowReader) throws {
            teamID = try row.next()
            userID = try row.next()
            name = try row.next()
            isManager = try row.next()
        }
    }

    let id: UUID
    let name: String
    let parentID: UUID?
    let members: [Member]

    var path: String { "/settings/teams/\(id.text)" }

    /// - Parameters:
    ///   - rows: as `TeamQueries.list` selects them.
    ///   - members: as `TeamQueries.members` does.
    static func all(_ rows: Rows, members: Rows) throws -> [Team] {
        let members = Dictionary(grouping: try members.decode(Member.self), by: \.teamID)
        return try rows.map { row in
            let (id, name, parentID) = try row.decode((UUID, String, UUID?).self)
            return Team(id: id, name: name, parentID: parentID, members: members[id] ?? [])
        }
    }
}

/// A team as somebody wants it to be.
struct TeamDraft: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        var userID: UUID
        var isManager: Bool
    }

    var name = ""
    var parentID: UUID?
    var members: [Member] = []

    init() {}

    init(_ team: Team) {
        (name, parentID) = (team.name, team.parentID)
        members = team.members.map { Member(userID: $0.userID, isManager: $0.isManager) }
    }

    /// - Throws: `Failure.invalid` naming the wrong field.
    func check() throws {
        guard !name.isEmpty else { throw Failure.invalid("name", "required", "Give the team a name.") }
        guard name.count <= 100 else { throw Failure.invalid("name", "too_long", "At most 100 characters fit here.") }
        guard Set(members.map(\.userID)).count == members.count else {
            throw Failure.invalid("members", "duplicate", "Everybody is in a team once.")
        }
    }

    /// As the event log keeps it.
    var logged: JSON {
        JSON([
            "name": .string(name), "parent_id": parentID.map { .string($0.text) } ?? .null,
            "members": .array(
                members.map { ["user_id": .string($0.userID.text), "is_manager": .bool($0.isManager)] }),
        ])
    }
}
