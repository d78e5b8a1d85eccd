import Hummingbird
import Platform
import Web

/// Where people set up their second factor, and look at who has signed in as them.
struct SecondFactorRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/profile/second-factor", handler: show)
        pages.page(.post, "/profile/second-factor", handler: begin)
        pages.page(.post, "/profile/second-factor/confirmation", handler: confirm)
        pages.page(.post, "/profile/second-factor/codes", handler: renewCodes)
        pages.page(.post, "/profile/second-factor/removal", handler: remove)
        pages.page(.get, "/profile/sign-ins", handler: signIns)
        pages.page(.post, "/confirmation", handler: confirmed)
    }

    private func factor(_ context: StaffContext) throws -> SecondFactor {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        return SecondFactor(scope: context.scope, userID: userID)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let factor = try factor(context)
        let isActive = try await factor.isActive
        let pages = pages(context)
        return page(
            request, context,
            isActive ? pages.active(remaining: try await factor.remainingCodes) : pages.absent(isRequired: context.mustAddSecondFactor))
    }

    @Sendable private func begin(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.requireConfirmation()
        let password = try await factor(context).begin()
        return page(request, context, pages(context).begun(password, problem: nil))
    }

    @Sendable private func confirm(_ request: Request, _ context: StaffContext) async throws -> Response {
        let factor = try factor(context)
        do {
            let codes = try await factor.confirm(try await request.form().string("code"))
            return page(request, context, pages(context).codes(codes))
        } catch Failure.invalid(let errors) {
            guard let begun = try await factor.begun() else { throw Failure.notFound }
            let problem = context.texts(ifAny: errors.first?.message)
            return page(request, context, status: .unprocessableContent, pages(context).begun(begun, problem: problem))
        }
    }

    @Sendable private func renewCodes(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.requireConfirmation()
        return page(request, context, pages(context).codes(try await factor(context).renewCodes()))
    }

    @Sendable private func remove(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.requireConfirmation()
        let notice = UserMail(context).secondFactorRemoved(from: try EmailAddress(context.viewer.email))
        try await factor(context).remove(telling: notice)
        return crm.redirect(context, to: "/profile/second-factor", saying: "Your password alone is enough again.")
    }

    @Sendable private func signIns(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        let entries = try await context.scope.database.read(SignInLog.list(of: userID)).decode(SignInLog.Entry.self)
        return crm.page(
            request, context, title: context.texts("Sign-ins"), crumbs: [Crumb(context.texts("Your account"), href: "/profile")],
            content: ReadingColumn(SignInLog.table(entries, showsNames: false, context.shown)).html)
    }

    /// Reached once the password was right; whatever had been asked for by a link goes on from here.
    @Sendable private func confirmed(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.requireConfirmation()
        let next = try await request.form().string("next")
        return .redirect(to: isLocalPath(next) ? next : "/", type: .normal)
    }

    private func pages(_ context: StaffContext) -> SecondFactorPages {
        SecondFactorPages(
            issuer: context.tenant.brand.name, email: context.viewer.email, csrf: crm.csrf.token(for: context),
            texts: context.texts)
    }

    private func page(
        _ request: Request, _ context: StaffContext, status: HTTPResponse.Status = .ok, _ content: HTML
    ) -> Response {
        crm.page(
            request, context, title: context.texts("Second factor"), crumbs: [Crumb(context.texts("Your account"), href: "/profile")],
            status: status, content: ReadingColumn(content).html)
    }
}
