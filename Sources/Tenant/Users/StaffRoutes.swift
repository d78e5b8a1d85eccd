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

    @Sendable private func settings(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.scope.database.verify()
        let texts = context.texts
        let isAdmin = context.viewer.permissions.managesTenant
        let own = settingsCard(forAdmins: false, texts).html
        let content = isAdmin ? Grid(.halves, "\(own)\(settingsCard(forAdmins: true, texts))").html : ReadingColumn(own).html
        return crm.page(request, context, title: texts("Settings"), content: content)
    }

    private func settingsCard(forAdmins: Bool, _ texts: Texts) -> Card {
        let entries = crm.features.flatMap(\.settings).filter { $0.isForAdmins == forAdmins }.sorted { $0.order < $1.order }
        return Card(texts(forAdmins ? "For everybody here" : "For yourself"), ItemList(entries.map { $0.item(texts) }).html)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        return try await list(request, context, typed: FormData(), errors: [])
    }

    private func list(_ request: Request, _ context: StaffContext, typed: FormData, errors: [FieldError]) async throws -> Response {
        let (users, roles) = (try await Staff(scope: context.scope).list(), try await Roles(scope: context.scope).list())
        let texts = context.texts
        let table = Table(
            texts("People"),
            columns: [.init(texts("Name")), .init(texts("E-mail")), .init(texts("Role")), .init(texts("State"), phone: .badge)],
            rows: users.map { user in
                Table.Row(
                    id: user.id.uuidString, label: user.name, href: "/settings/users/\(user.id.text)",
                    cells: [
                        Identity(user.name, size: .small).html, "\(user.email)",
                        "\(texts(roles.filter { user.roles.contains($0.name) }.label))", user.badge(texts).html,
                    ],
                    muted: user.status == .disabled)
            }, texts: texts)
        let content: HTML = "\(table)\(Card(texts("Invite somebody"), inviteForm(context, roles, typed, errors)))"
        return crm.page(
            request, context, title: texts("People"), crumbs: [Crumb(texts("Settings"), href: "/settings")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: ReadingColumn(content).html)
    }

    private func inviteForm(_ context: StaffContext, _ roles: [Role], _ typed: FormData, _ errors: [FieldError]) -> HTML {
        let texts = context.texts
        return Form(
            post: "/settings/users", csrf: crm.csrf.token(for: context),
            """
            \(FieldRow([
                FormField(
                    texts("Name"), name: "name", .text(maxLength: 100), value: typed.text("name"),
                    error: texts.error("name", in: errors), required: true),
                FormField(
                    texts("E-mail"), name: "email", .email, value: typed.text("email"),
                    error: texts.error("email", in: errors), required: true),
            ]))\
            \(roleField(
                texts, roles, chosen: typed.contains("name") ? typed.strings("roles") : [BuiltInRole.rep.rawValue],
                error: texts.error("roles", in: errors)))\
            \(FormActions(Button(texts("Send invitation"), kind: .primary, icon: .send)))
            """
        ).html
    }

    private func roleField(_ texts: Texts, _ roles: [Role], chosen: [String], error: String?) -> FormField {
        let choices = roles.map { role in
            let summary = texts(role.summary)
            return Choice(role.name, summary.isEmpty ? texts(role.label) : "\(texts(role.label)): \(summary)")
        }
        return FormField(
            texts("Roles"), name: "roles", .checkboxes(choices, chosen: Set(chosen)), error: error,
            help: texts("Of several, the widest counts."))
    }

    @Sendable private func invite(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        try await context.requireConfirmation()
        let form = try await request.form()
        do {
            guard let email = try? EmailAddress(form.string("email")) else {
                throw Failure.invalid("email", "invalid", "This is not an e-mail address.")
            }
            _ = try await Staff(scope: context.scope).invite(
                email: email, name: form.string("name"), roles: form.strings("roles").filter { !$0.isEmpty },
                baseURL: context.baseURL, texts: context.texts)
            return crm.redirect(context, to: "/settings/users", saying: "\(form.string("name")) was invited by mail.")
        } catch Failure.invalid(let errors) {
            return try await list(request, context, typed: form, errors: errors)
        }
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        return try await page(request, context, try await Staff(scope: context.scope).find(try context.id()))
    }

    private func page(
        _ request: Request, _ context: StaffContext, _ user: User, typed: FormData? = nil, errors: [FieldError] = []
    ) async throws -> Response {
        let roles = try await Roles(scope: context.scope).list()
        let texts = context.texts
        let form = Form(
            post: "/settings/users/\(user.id.text)", csrf: crm.csrf.token(for: context),
            """
            \(roleField(texts, roles, chosen: typed?.strings("roles") ?? user.roles, error: texts.error("roles", in: errors)))\
            \(FormField(
                texts("May sign in"), name: "active", .checkbox, value: user.status == .disabled ? nil : "1",
                error: texts.error("active", in: errors),
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
        try context.requireAdmin()
        try await context.requireConfirmation()
        let (id, form, staff) = (try context.id(), try await request.form(), Staff(scope: context.scope))
        let user = try await staff.find(id)
        let stays: User.Status = user.status == .invited ? .invited : .active
        do {
            try await staff.setAccess(
                of: id, roles: form.strings("roles").filter { !$0.isEmpty }, status: form.bool("active") ? stays : .disabled)
            return crm.redirect(context, to: "/settings/users", saying: "Access of \(user.name) was changed.")
        } catch Failure.invalid(let errors) {
            return try await page(request, context, user, typed: form, errors: errors)
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
