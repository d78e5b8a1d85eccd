import Foundation
import Platform
import Postgres
import Web

/// Finds the records that names in a file speak of.
struct ImportNames: Sendable {
    let transaction: TenantTransaction

    private var viewer: Viewer { transaction.scope.viewer }

    /// The ids of records of `type` with one of these keys, where the viewer may do `action` with them.
    func ids(_ keys: [String], by match: MatchKey, of type: RecordType, action: Action) async throws -> [String: UUID] {
        if keys.isEmpty { return [:] }
        let rows = try await transaction.query(
            "\(match.lookup(keys)) and r.deleted_at is null and \(type.allows(action, for: viewer)) order by r.created_at desc, r.id desc")
        var ids: [String: UUID] = [:]
        // The oldest of several wins: it comes last.
        for row in rows {
            let (key, id) = try row.decode((String, UUID).self)
            ids[key] = id
        }
        return ids
    }

    /// The people who work here, by lower-case name and address.
    func people() async throws -> [String: UUID] {
        var people: [String: UUID] = [:]
        for row in try await transaction.query("select id, lower(name), lower(email) from users where status = 'active' limit 5000") {
            let (id, name, email) = try row.decode((UUID, String, String).self)
            people[name] = id
            people[email] = id
        }
        return people
    }

    /// Makes a record of `type` that has nothing but a name.
    func make(_ name: String, of type: RecordType) async throws -> UUID {
        var draft = Draft(new: type, id: .v7())
        draft.give(.text(name), to: type.nameField)
        return try await RecordStore(type, in: transaction.scope).create(draft, in: transaction).id
    }
}
