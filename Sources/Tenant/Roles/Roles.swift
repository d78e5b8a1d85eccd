import Foundation
import Platform
import Postgres
import Web

/// The roles of a tenant: what there is, and how it changes.
struct Roles: Sendable {
    let scope: TenantScope

    func list() async throws -> [Role] {
        try await scope.database.read(RoleQueries.list).decode(Role.self)
    }

    /// Each role with how many people have it.
    func listWithHolders() async throws -> [(role: Role, holders: Int)] {
        let answers = try await scope.database.read([RoleQueries.list, RoleQueries.holders])
        let holders = Dictionary(uniqueKeysWithValues: try answers[1].map { try $0.decode((String, Int).self) })
        return try answers[0].decode(Role.self).map { ($0, holders[$0.name] ?? 0) }
    }

    func find(_ id: UUID) async throws -> Role {
        guard let role = try await scope.database.read(RoleQueries.find(id)).decode(Role.self).first else { throw Failure.notFound }
        return role
    }

    func create(_ draft: RoleDraft, in transaction: TenantTransaction) async throws -> Role {
        try permit()
        var draft = draft
        try draft.check()
        let (id, checked) = (UUID.v7(), draft)
        try await unlessTaken { try await transaction.execute(RoleQueries.insert(id, checked)) }
        try await transaction.record(Event("role.created", recordType: "role", recordID: id, after: checked.logged))
        return try await find(id, in: transaction)
    }

    /// Takes effect with the very next thing that its people do.
    /// - Parameter version: what the person saw when they began; nil overwrites whatever is there.
    func change(
        _ id: UUID, version: Int?, in transaction: TenantTransaction, _ change: (inout RoleDraft) throws -> Void
    ) async throws -> Role {
        try permit()
        let role = try await lock(id, in: transaction)
        guard version == nil || version == role.version else { throw Failure.preconditionFailed }
        var draft = RoleDraft(role)
        try change(&draft)
        guard draft != RoleDraft(role) else { return role }
        guard !role.isFixed else { throw Failure.conflict(detail: "Admins may do everything; this role stays as it is.") }
        try draft.check()
        try await transaction.execute(RoleQueries.update(id, draft))
        try await transaction.execute(UserQueries.everybodysAccessChanged)
        try await transaction.record(
            Event("role.updated", recordType: "role", recordID: id, before: RoleDraft(role).logged, after: draft.logged))
        return try await find(id, in: transaction)
    }

    /// - Throws: `Failure.conflict` for a built-in role, and for one that somebody has.
    func delete(_ id: UUID, in transaction: TenantTransaction) async throws {
        try permit()
        let role = try await lock(id, in: transaction)
        guard !role.isBuiltIn else { throw Failure.conflict(detail: "This role is built in: it can be changed, not deleted.") }
        let holders = try await transaction.query(RoleQueries.holders(of: role.name)).first?.decode(Int.self) ?? 0
        guard holders == 0 else {
            throw Failure.conflict(
                detail: .plural(
                    holders, one: "\(holders) person has this role: give them another one first.",
                    other: "\(holders) people have this role: give them another one first."))
        }
        try await transaction.execute(RoleQueries.delete(id))
        try await transaction.record(Event("role.deleted", recordType: "role", recordID: id, before: RoleDraft(role).logged))
    }

    /// - Throws: `Failure.invalid` unless all of `names` are roles, and there is one.
    func check(_ names: [String], in transaction: TenantTransaction) async throws {
        guard !names.isEmpty else { throw Failure.invalid("roles", "required", "Choose a role.") }
        if let row = try await transaction.query(RoleQueries.unknown(among: names)).first {
            throw Failure.invalid("roles", "unknown", "There is no role \"\(try row.decode(String.self))\".")
        }
    }

    private func permit() throws {
        try scope.viewer.requireAdmin("Only admins change roles.")
    }

    private func lock(_ id: UUID, in transaction: TenantTransaction) async throws -> Role {
        guard let role = try await transaction.query(RoleQueries.lock(id)).decode(Role.self).first else { throw Failure.notFound }
        return role
    }

    private func find(_ id: UUID, in transaction: TenantTransaction) async throws -> Role {
        guard let role = try await transaction.query(RoleQueries.find(id)).decode(Role.self).first else { throw Failure.notFound }
        return role
    }

    private func unlessTaken(_ insert: () async throws -> Void) async throws {
        do {
            try await insert()
        } catch let error as PostgresError where error.kind == .uniqueViolation {
            throw Failure.invalid("label", "taken", "There is a role of this name already.")
        }
    }
}
