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
    /// Names of roles.
    let roles: [String]
    let status: Status
    let timeZone: TimeZone
    /// Nil where the person has not chosen one.
    let language: String?
    let accessVersion: Int

    init(row: inout RowReader) throws {
        id = try row.next()
        email = try row.next()
        name = try row.next()
        roles = try row.next([String].self)
        status = Status(rawValue: try row.next()) ?? .disabled
        timeZone = TimeZone(identifier: try row.next()) ?? .gmt
        let tag: String = try row.next()
        language = tag.isEmpty ? nil : tag
        accessVersion = try row.next()
    }
}
