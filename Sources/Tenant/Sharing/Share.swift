import Foundation
import Platform
import Postgres
import Web

/// A record that somebody shares with a person or a team. It widens what their roles reach; what a role closes, it does not open.
struct Share: Sendable, RowDecodable {
    /// Who gets to see it.
    enum Receiver: Sendable, Hashable {
        case user(UUID)
        case team(UUID)

        var userID: UUID? { if case .user(let id) = self { id } else { nil } }
        var teamID: UUID? { if case .team(let id) = self { id } else { nil } }
    }

    let id: UUID
    let receiver: Receiver
    /// The person's or the team's.
    let name: String
    let mayEdit: Bool
    let expiresAt: Date?
    /// Nil where they have left for good.
    let sharedBy: String?
    let sharerID: UUID?
    let createdAt: Date

    init(row: inout RowReader) throws {
        id = try row.next()
        let (user, team) = (try row.next(UUID?.self), try row.next(UUID?.self))
        receiver = team.map { .team($0) } ?? .user(user ?? id)
        name = try row.next()
        mayEdit = try row.next()
        expiresAt = try row.next()
        sharedBy = try row.next()
        sharerID = try row.next()
        createdAt = try row.next()
    }

    /// How far it goes, as clients write it.
    var access: Access { mayEdit ? .edit : .view }

    enum Access: String, Sendable, CaseIterable {
        case view, edit

        var label: Phrase {
            switch self {
            case .view: "View"
            case .edit: "View and edit"
            }
        }
    }

    func isOver(at now: Date) -> Bool { expiresAt.map { $0 <= now } ?? false }
}

/// A share as somebody wants it to be.
struct ShareDraft: Sendable {
    let receiver: Share.Receiver
    let access: Share.Access
    let expiresAt: Date?

    /// As the event log keeps it.
    func logged(_ name: String) -> JSON {
        JSON([
            "with": .string(name), "user_id": receiver.userID.map { .string($0.text) } ?? .null,
            "team_id": receiver.teamID.map { .string($0.text) } ?? .null, "access": .string(access.rawValue),
            "expires_at": expiresAt.map { .string(Instant.text($0)) } ?? .null,
        ])
    }
}
