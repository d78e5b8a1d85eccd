import Foundation
import Platform
import Postgres
import Web

/// The teams of a tenant: what there is, and how it changes.
struct Teams: Sendable {
    let scope: TenantScope

    func list() async throws -> [Team] {
        let answers = try await scope.database.read([TeamQueries.list, TeamQueries.members()])
        return try Team.all(answers[0], members: answers[1])
    }

    func find(_ id: UUID) async throws -> Team {
        let answers = try await scope.database.read([TeamQueries.find(id), TeamQueries.members(of: id)])
        guard let team = try Team.all(answers[0], members: answers[1]).first else { throw Failure.notFound }
        return team
    }

    func create(_ draft: TeamDraft, in transaction: TenantTransaction) async throws -> Team {
        try await begin(in: transaction)
        try await check(draft, in: transaction)
        let id = UUID.v7()
        try await naming(draft) { try await transaction.execute(TeamQueries.insert(id, draft)) }
        try await addMembers(draft, to: id, in: transaction)
        try await transaction.record(Event("team.created", recordType: "team", recordID: id, after: draft.logged))
        return try await changed(id, in: transaction)
    }

    /// Takes effect with the very next thing that anybody does.
    func change(_ id: UUID, in transaction: TenantTransaction, _ change: (inout TeamDraft) throws -> Void) async throws -> Team {
        try await begin(in: transaction)
        let team = try await find(id, in: transaction)
        var draft = TeamDraft(team)
        try change(&draft)
        guard draft != TeamDraft(team) else { return team }
        try await check(draft, of: id, in: transaction)
        let wanted = draft
        try await naming(wanted) { try await transaction.execute(TeamQueries.update(id, wanted)) }
        try await transaction.execute(TeamQueries.removeMembers(of: id))
        try await addMembers(draft, to: id, in: transaction)
        try await transaction.record(
            Event("team.updated", recordType: "team", recordID: id, before: TeamDraft(team).logged, after: draft.logged))
        return try await changed(id, in: transaction)
    }

    /// Teams below it stand by themselves from then on; what was shared with it alone is shared no more.
    func delete(_ id: UUID, in transaction: TenantTransaction) async throws {
        try await begin(in: transaction)
        let team = try await find(id, in: transaction)
        try await transaction.execute(TeamQueries.delete(id))
        try await transaction.execute(UserQueries.everybodysAccessChanged)
        try await transaction.record(Event("team.deleted", recordType: "team", recordID: id, before: TeamDraft(team).logged))
    }

    /// Whoever changes teams is an admin, and alone: two teams that are put below each other at the same moment would not see each
    /// other.
    private func begin(in transaction: TenantTransaction) async throws {
        try scope.viewer.requireAdmin("Only admins change teams.")
        try await transaction.execute("select pg_advisory_xact_lock(hashtextextended(\("teams.parent \(scope.tenant.id)"), 0))")
    }

    private func check(_ draft: TeamDraft, of id: UUID? = nil, in transaction: TenantTransaction) async throws {
        try draft.check()
        guard let parent = draft.parentID else { return }
        if let id, try await transaction.query(TeamQueries.isBelow(parent, id)).first?.decode(Bool.self) == true {
            throw Failure.invalid("parent_id", "loop", "A team cannot stand below one that stands below it.")
        }
        if try await transaction.query(TeamQueries.find(parent)).isEmpty {
            throw Failure.invalid("parent_id", "not_found", "There is no such team.")
        }
    }

    private func naming(_ draft: TeamDraft, _ write: () async throws -> Void) async throws {
        do {
            try await write()
        } catch let error as PostgresError where error.kind == .uniqueViolation {
            throw Failure.invalid("name", "taken", "There is a team \"\(draft.name)\" already.")
        }
    }

    private func addMembers(_ draft: TeamDraft, to id: UUID, in transaction: TenantTransaction) async throws {
        do {
            try await transaction.execute(TeamQueries.addMembers(draft.members, to: id))
        } catch let error as PostgresError where error.kind == .foreignKeyViolation {
            throw Failure.invalid("members", "not_found", "There is no such person.")
        }
    }

    private func changed(_ id: UUID, in transaction: TenantTransaction) async throws -> Team {
        try await transaction.execute(UserQueries.everybodysAccessChanged)
        return try await find(id, in: transaction)
    }

    private func find(_ id: UUID, in transaction: TenantTransaction) async throws -> Team {
        let answers = try await transaction.pipeline([TeamQueries.find(id), TeamQueries.members(of: id)])
        guard let team = try Team.all(answers[0], members: answers[1]).first else { throw Failure.notFound }
        return team
    }
}
