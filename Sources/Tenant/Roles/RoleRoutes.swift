import Foundation
import Hummingbird
import Platform
import Web

/// The settings in which admins decide what roles allow.
struct RoleRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/roles", handler: list)
        pages.page(.get, "/settings/roles/new", handler: new)
        pages.page(.post, "/settings/roles", handler: create)
        pages.page(.get, "/settings/roles/{id}", handler: show)
        pages.page(.post, "/settings/roles/{id}", handler: save)
        pages.page(.post, "/settings/roles/{id}/deletion", handler: delete)
        pages.page(.get, "/settings/access", handler: access)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let texts = context.texts
        let page = RoleListPage(roles: try await Roles(scope: context.scope).listWithHolders(), texts: texts)
        return crm.page(
            request, context, title: texts("Roles"), crumbs: [Crumb(texts("Settings"), href: "/settings")],
            actions: Button(texts("Who may do what"), icon: .eye, href: "/settings/access").html,
            primary: Button(texts("New role"), kind: .primary, icon: .plus, href: "/settings/roles/new", shortcut: "c"),
            content: page.content)
    }

    /// - Parameter from: a role to begin with.
    @Sendable private func new(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let roles = try await Roles(scope: context.scope).list()
        let model = roles.first { $0.name == BuiltInRole.rep.rawValue }
        var draft = RoleDraft()
        if let model { draft.grants = model.grants }
        return page(request, context, nil, draft)
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        try await context.requireConfirmation()
        let form = try await request.form()
        var draft = RoleDraft()
        do {
            try self.form(context).fill(&draft, from: form)
            let wanted = draft
            let role = try await context.scope.database.transaction { try await Roles(scope: context.scope).create(wanted, in: $0) }
            return crm.redirect(context, to: "/settings/roles", saying: "The role \(role.label) was added.")
        } catch Failure.invalid(let errors) {
            return page(request, context, nil, draft, errors)
        }
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let role = try await Roles(scope: context.scope).find(try context.id())
        return page(request, context, role, RoleDraft(role))
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        try await context.requireConfirmation()
        let (id, form, parts) = (try context.id(), try await request.form(), self.form(context))
        let (roles, version) = (Roles(scope: context.scope), try form.int("version"))
        do {
            let role = try await context.scope.database.transaction { transaction in
                try await roles.change(id, version: version, in: transaction) { try parts.fill(&$0, from: form) }
            }
            return crm.redirect(context, to: "/settings/roles", saying: "The role \(role.label) was changed.")
        } catch Failure.invalid(let errors) {
            let role = try await roles.find(id)
            var draft = RoleDraft(role)
            try? parts.fill(&draft, from: form)
            return page(request, context, role, draft, errors)
        } catch Failure.preconditionFailed {
            throw Failure.conflict(
                detail: "Somebody changed this role in the meantime. Open it again, and make your change on what is there now.")
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        try await context.requireConfirmation()
        let id = try context.id()
        try await context.scope.database.transaction { try await Roles(scope: context.scope).delete(id, in: $0) }
        return crm.redirect(context, to: "/settings/roles", saying: "The role was deleted.")
    }

    /// What one person may do, with all their roles together.
    @Sendable private func access(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let chosen = try request.query().nonEmpty("user").map { text in
            guard let id = UUID(uuidString: text) else { throw Failure.notFound }
            return id
        }
        let access = try await EffectiveAccess.load(of: chosen, in: context.scope)
        let texts = context.texts
        return crm.page(
            request, context, title: texts("Who may do what"),
            crumbs: [Crumb(texts("Settings"), href: "/settings"), Crumb(texts("Roles"), href: "/settings/roles")],
            content: EffectiveAccessPage(access: access, texts: texts).content)
    }

    private func form(_ context: StaffContext) -> RoleForm {
        RoleForm(types: context.viewer.records.all.map(\.whole), texts: context.texts)
    }

    private func page(
        _ request: Request, _ context: StaffContext, _ role: Role?, _ draft: RoleDraft, _ errors: [FieldError] = []
    ) -> Response {
        let texts = context.texts
        let page = RolePage(
            role: role, draft: draft, errors: errors, types: context.viewer.records.all.map(\.whole),
            csrf: crm.csrf.token(for: context), texts: texts)
        return crm.page(
            request, context, title: page.title,
            crumbs: [Crumb(texts("Settings"), href: "/settings"), Crumb(texts("Roles"), href: "/settings/roles")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: page.content)
    }
}
