import Foundation
import Hummingbird
import Platform
import Web

/// The settings in which admins put people into teams.
struct TeamRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/teams", handler: list)
        pages.page(.post, "/settings/teams", handler: create)
        pages.page(.get, "/settings/teams/{id}", handler: show)
        pages.page(.post, "/settings/teams/{id}", handler: save)
        pages.page(.post, "/settings/teams/{id}/members", handler: addMember)
        pages.page(.post, "/settings/teams/{id}/members/{user}/removal", handler: removeMember)
        pages.page(.post, "/settings/teams/{id}/deletion", handler: delete)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        return try await list(request, context, TeamDraft(), [])
    }

    private func list(
        _ request: Request, _ context: StaffContext, _ typed: TeamDraft, _ errors: [FieldError]
    ) async throws -> Response {
        let page = TeamListPage(
            teams: try await Teams(scope: context.scope).list(), typed: typed, errors: errors, csrf: crm.csrf.token(for: context),
            texts: context.texts)
        return crm.page(
            request, context, title: context.texts("Teams"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: page.content)
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let form = try await request.form()
        var draft = TeamDraft()
        do {
            try fill(&draft, from: form)
            let wanted = draft
            let team = try await context.scope.database.transaction { try await Teams(scope: context.scope).create(wanted, in: $0) }
            return crm.redirect(context, to: team.path, saying: "The team \(team.name) was added. Now add its people.")
        } catch Failure.invalid(let errors) {
            return try await list(request, context, draft, errors)
        }
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        return try await page(request, context, try context.id())
    }

    private func page(
        _ request: Request, _ context: StaffContext, _ id: UUID, typed: TeamDraft? = nil, errors: [FieldError] = []
    ) async throws -> Response {
        let teams = try await Teams(scope: context.scope).list()
        guard let team = teams.first(where: { $0.id == id }) else { throw Failure.notFound }
        let people = try await context.scope.database.read(UserQueries.active).decode(Choice.self)
        let page = TeamPage(
            team: team, typed: typed ?? TeamDraft(team), errors: errors, teams: teams, people: people, csrf: crm.csrf.token(for: context),
            texts: context.texts)
        return crm.page(
            request, context, title: team.name,
            crumbs: [Crumb(context.texts("Settings"), href: "/settings"), Crumb(context.texts("Teams"), href: "/settings/teams")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: page.content)
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.form()
        return try await change(request, context, saying: "Saved.") { try fill(&$0, from: form) }
    }

    @Sendable private func addMember(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.form()
        return try await change(request, context, saying: "Saved.") { draft in
            guard let id = UUID(uuidString: form.string("user_id")) else {
                throw Failure.invalid("user_id", "required", "Choose a person.")
            }
            draft.members.removeAll { $0.userID == id }
            draft.members.append(TeamDraft.Member(userID: id, isManager: form.string("as") == "manager"))
        }
    }

    @Sendable private func removeMember(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id("user")
        return try await change(request, context, saying: "Saved.") { $0.members.removeAll { $0.userID == id } }
    }

    private func change(
        _ request: Request, _ context: StaffContext, saying text: Phrase, _ change: @escaping @Sendable (inout TeamDraft) throws -> Void
    ) async throws -> Response {
        try context.requireAdmin()
        let (id, teams) = (try context.id(), Teams(scope: context.scope))
        do {
            let team = try await context.scope.database.transaction { try await teams.change(id, in: $0, change) }
            return crm.redirect(context, to: team.path, saying: text)
        } catch Failure.invalid(let errors) {
            var typed = TeamDraft(try await teams.find(id))
            try? change(&typed)
            return try await page(request, context, id, typed: typed, errors: errors)
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let id = try context.id()
        try await context.scope.database.transaction { try await Teams(scope: context.scope).delete(id, in: $0) }
        return crm.redirect(context, to: "/settings/teams", saying: "The team was deleted.")
    }
}

private func fill(_ draft: inout TeamDraft, from form: FormData) throws {
    draft.name = form.string("name")
    draft.parentID = try form.nonEmpty("parent_id").map { text in
        guard let id = UUID(uuidString: text) else { throw Failure.invalid("parent_id", "not_found", "There is no such team.") }
        return id
    }
}
