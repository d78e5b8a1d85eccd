import Foundation
import Hummingbird
import Platform
import Web

/// The settings in which admins let people in and decide what they may do.
struct StaffRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings", handler: settings)
        pages.page(.get, "/settings/users", handler: list)
        pages.page(.post, "/settings/users", handler: invite)
        pages.page(.get, "/settings/users/{id}", handler: show)
        pages.page(.post, "/settings/users/{id}", handler: save)
    }

    private func requireAdmin(_ context: StaffContext) throws {
        guard context.viewer.permissions.managesTenant else {
            throw Failure.forbidden(reason: "Only admins see the settings of the account.")
        }
    }

    @Sendable private func settings(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.scope.database.verify()
        let texts = context.texts
        let isAdmin = context.viewer.permissions.managesTenant
        let entries = crm.features.flatMap(\.settings).filter { isAdmin || !$0.isForAdmins }.sorted { $0.order < $1.order }
        let items = entries.map { entry in
            ItemList.Item(texts(entry.label), href: entry.path, detail: texts(entry.detail), leading: entry.icon.html)
        }
        return crm.page(request, context, title: texts("Settings"), content: ReadingColumn(Card(nil, ItemList(items).html).html).html)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        try requireAdmin(context)
        return try await list(request, context, typed: FormData(), errors: [])
    }

    private func list(_ request: Request, _ context: StaffContext, typed: FormData, errors: [FieldError]) async throws -> Response {
        let users = try await Staff(scope: context.scope).list()
        let texts = context.texts
        let table = Table(
            texts("People"),
            columns: [.init(texts("Name")), .init(texts("E-mail")), .init(texts("Role")), .init(texts("State"), phone: .badge)],
            rows: users.map { user in
                Table.Row(
                    id: user.id.uuidString, label: user.name, href: "/settings/users/\(user.id.uuidString.lowercased())",
                    cells: [Identity(user.name, size: .small).html, "\(user.email)", "\(texts(user.roleLabel))", user.badge(texts).html],
                    muted: user.status == .disabled)
            }, texts: texts)
        let content: HTML = "\(table)\(Card(texts("Invite somebody"), inviteForm(context, typed, errors)))"
        return crm.page(
            request, context, title: texts("People"), crumbs: [Crumb(texts("Settings"), href: "/settings")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: ReadingColumn(content).html)
    }

    private func inviteForm(_ context: StaffContext, _ typed: FormData, _ errors: [FieldError]) -> HTML {
        let error = { (field: String) in context.texts(ifAny: errors.first { $0.field == field }?.message) }
        let texts = context.texts
        return Form(
            post: "/settings/users", csrf: crm.csrf.token(for: context.sessionID.uuidString),
            """
            \(FieldRow([
                FormField(texts("Name"), name: "name", .text(maxLength: 100), value: typed.text("name"), error: error("name"), required: true),
                FormField(texts("E-mail"), name: "email", .email, value: typed.text("email"), error: error("email"), required: true),
            ]))\
            \(roleField(texts, chosen: typed.text("roles") ?? Role.rep.rawValue, error: error("roles")))\
            \(FormActions(Button(texts("Send invitation"), kind: .primary, icon: .send)))
            """
        ).html
    }

    private func roleField(_ texts: Texts, chosen: String, error: String?) -> FormField {
        FormField(
            texts("Role"), name: "roles",
            .radios(Role.allCases.map { Choice($0.rawValue, "\(texts($0.label)): \(texts($0.summary))") }), value: chosen, error: error)
    }

    @Sendable private func invite(_ request: Request, _ context: StaffContext) async throws -> Response {
        try requireAdmin(context)
        let form = try await request.form()
        do {
            guard let email = try? EmailAddress(form.string("email")) else {
                throw Failure.invalid("email", "invalid", "This is not an e-mail address.")
            }
            _ = try await Staff(scope: context.scope).invite(
                email: email, name: form.string("name"), roles: form.strings("roles").compactMap { Role(rawValue: $0) },
                baseURL: context.baseURL, texts: context.texts)
            return crm.redirect(context, to: "/settings/users", saying: "\(form.string("name")) was invited by mail.")
        } catch Failure.invalid(let errors) {
            return try await list(request, context, typed: form, errors: errors)
        }
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try requireAdmin(context)
        return page(request, context, try await Staff(scope: context.scope).find(try context.id()), errors: [])
    }

    private func page(_ request: Request, _ context: StaffContext, _ user: User, errors: [FieldError]) -> Response {
        let error = { (field: String) in context.texts(ifAny: errors.first { $0.field == field }?.message) }
        let texts = context.texts
        let form = Form(
            post: "/settings/users/\(user.id.uuidString.lowercased())", csrf: crm.csrf.token(for: context.sessionID.uuidString),
            """
            \(roleField(texts, chosen: user.roles.first?.rawValue ?? "", error: error("roles")))\
            \(FormField(
                texts("May sign in"), name: "active", .checkbox, value: user.status == .disabled ? nil : "1", error: error("active"),
                help: texts("Taking this away ends all sessions at once.")))\
            \(FormActions(Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: "/settings/users")))
            """)
        let header = PageHeader(user.name, subtitle: "\(user.email)", avatar: Avatar(user.name, size: .hero), badge: user.badge(texts))
        return crm.page(
            request, context, title: user.name,
            crumbs: [Crumb(texts("Settings"), href: "/settings"), Crumb(texts("People"), href: "/settings/users")],
            header: header, status: errors.isEmpty ? .ok : .unprocessableContent,
            content: ReadingColumn(Card(texts("Access"), form.html).html).html)
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        try requireAdmin(context)
        let (id, form, staff) = (try context.id(), try await request.form(), Staff(scope: context.scope))
        let user = try await staff.find(id)
        let stays: User.Status = user.status == .invited ? .invited : .active
        do {
            try await staff.setAccess(
                of: id, roles: form.strings("roles").compactMap { Role(rawValue: $0) }, status: form.bool("active") ? stays : .disabled)
            return crm.redirect(context, to: "/settings/users", saying: "Access of \(user.name) was changed.")
        } catch Failure.invalid(let errors) {
            return page(request, context, user, errors: errors)
        }
    }
}

extension User {
    fileprivate func badge(_ texts: Texts) -> Badge {
        switch status {
        case .active: Badge(texts("Active"), tone: .success)
        case .invited: Badge(texts("Invited"), tone: .warning)
        case .disabled: Badge(texts("Disabled"))
        }
    }
}
