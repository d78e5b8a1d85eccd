import Foundation
import Platform
import Postgres
import Web

/// A person who works in this tenant.
struct User: Sendable, RowDecodable {
    enum Status: String, Sendable {
        case invited, active, disabled
    }

    let id: UUID
    let email: String
    let name: String
    let roles: [Role]
    let status: Status
    let timeZone: TimeZone
    /// Nil where the person has not chosen one.
    let language: String?
    let accessVersion: Int
    /// Whoever is in a team that this person manages, and the person.
    let teamMemberIDs: [UUID]

    init(row: inout RowReader) throws {
        id = try row.next()
        email = try row.next()
        name = try row.next()
        roles = (try row.next([String].self)).compactMap { Role(rawValue: $0) }
        status = Status(rawValue: try row.next()) ?? .disabled
        timeZone = TimeZone(identifier: try row.next()) ?? .gmt
        let tag: String = try row.next()
        language = tag.isEmpty ? nil : tag
        accessVersion = try row.next()
        teamMemberIDs = try row.next([UUID].self)
    }

    var roleLabel: Phrase { "\(list: roles.map(\.label))" }

    var viewer: Viewer {
        Viewer(
            userID: id, name: name, email: email, roleLabel: roleLabel, permissions: Role.permissions(of: roles),
            teamMemberIDs: teamMemberIDs + [id], accessVersion: accessVersion, timeZone: timeZone, language: language,
            definitions: ViewerDefinitions(CatalogueSource().catalogue))
    }
}
