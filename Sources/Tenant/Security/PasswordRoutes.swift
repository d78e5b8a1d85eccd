import Hummingbird
import Platform
import Web

/// Where people change their own password.
struct PasswordRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/profile/password", handler: show)
        pages.page(.post, "/profile/password", handler: save)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.scope.database.verify()
        return page(request, context, errors: [])
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        let form = try await request.form(limit: 16_384)
        let password = Secret(form.raw("password") ?? "")
        let names = [context.tenant.name, context.tenant.slug, context.tenant.brand.name, context.viewer.name, context.viewer.email]
        do {
            try await checkCurrent(Secret(form.raw("current_password") ?? ""), request, context)
            if let refusal = PasswordPolicy().refusal(of: password, names: names) {
                throw Failure.invalid("password", "refused", refusal.sentence)
            }
        } catch Failure.invalid(let errors) {
            return page(request, context, errors: errors)
        }
        let hash = try await crm.hasher.hash(password)
        try await context.scope.database.transaction { transaction in
            _ = try await transaction.pipeline([
                UserQueries.setPassword(hash, of: userID),
                SessionQueries.revokeAll(of: userID, except: context.sessionID, at: context.scope.now),
            ])
            try await transaction.record(Event("user.password_set", recordType: "user", recordID: userID))
            try await transaction.enqueue(UserMail(context).passwordChanged(to: try EmailAddress(context.viewer.email)))
        }
        return crm.redirect(context, to: "/profile", saying: "Your password was changed, and all your other sessions have ended.")
    }

    /// Guessing here is slowed down like guessing at the log-in.
    private func checkCurrent(_ password: Secret, _ request: Request, _ context: StaffContext) async throws {
        let signIn = SignIn(scope: context.scope.asSystem(cause: .page), hasher: crm.hasher)
        let origin = SignIn.Origin(context, request)
        do {
            _ = try await signIn.verify(email: context.viewer.email, password: password, from: origin)
        } catch is SecondFactorNeeded {
            // The password was right, and that is all that is asked here.
        } catch is WrongCredentials {
            throw Failure.invalid("current_password", "wrong", "This is not your password.")
        }
    }

    private func page(_ request: Request, _ context: StaffContext, errors: [FieldError]) -> Response {
        let texts = context.texts
        let form = Form(
            post: "/profile/password", csrf: crm.csrf.token(for: context),
            """
            <input type="hidden" name="username" value="\(context.viewer.email)" autocomplete="username">\
            \(FormField(
                texts("Password so far"), name: "current_password", .password(show: texts("Show what is typed")),
                error: texts.error("current_password", in: errors), required: true, autocomplete: "current-password"))\
            \(FormField(
                texts("New password"), name: "password", .password(show: texts("Show what is typed")),
                error: texts.error("password", in: errors),
                help: texts("At least ten characters; several words are best."), required: true, autocomplete: "new-password"))\
            \(FormActions(Button(texts("Set password"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: "/profile")))
            """)
        return crm.page(
            request, context, title: texts("Password"), crumbs: [Crumb(texts("Your account"), href: "/profile")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: ReadingColumn(Card(nil, form.html).html).html)
    }
}
