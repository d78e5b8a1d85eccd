import Foundation
import Hummingbird
import Platform
import Web

/// Log-in, forgotten passwords, invitations: what one needs before being signed in.
struct AuthRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<TenantContext>) {
        pages.page(.get, "/login", handler: logIn)
        pages.page(.post, "/login", handler: signIn)
        pages.page(.post, "/login/code", handler: enterCode)
        pages.page(.post, "/logout", handler: signOut)
        pages.page(.post, "/theme", handler: setTheme)
        pages.page(.get, "/forgot", handler: forgot)
        pages.page(.post, "/forgot", handler: sendReset)
        for purpose in [UserLinks.Purpose.invitation, .reset] {
            pages.page(.get, "/\(purpose.rawValue)/{token}") { try await choosePassword(purpose, $0, $1) }
            pages.page(.post, "/\(purpose.rawValue)/{token}") { try await setPassword(purpose, $0, $1) }
        }
    }

    private func view(_ request: Request, _ context: TenantContext) -> AuthPages {
        AuthPages(
            brand: context.tenant.brand, theme: request.theme, assets: crm.assets, csrf: crm.csrf.token(for: context.csrfBinding),
            flash: crm.flashes.flash(in: request, secure: context.isSecure), texts: context.texts)
    }

    // MARK: Signing in and out

    @Sendable private func logIn(_ request: Request, _ context: TenantContext) async throws -> Response {
        if context.signedIn != nil { return .redirect(to: "/", type: .normal) }
        let next = try request.query().string("next")
        return .page(view(request, context).logIn(email: "", next: next, problem: nil))
    }

    @Sendable private func signIn(_ request: Request, _ context: TenantContext) async throws -> Response {
        let form = try await request.form(limit: 16_384)
        let signIn = SignIn(scope: context.scope, hasher: crm.hasher)
        let origin = SignIn.Origin(context, request)
        let (email, next) = (form.string("email"), form.string("next"))
        do {
            let userID = try await signIn.verify(email: email, password: Secret(form.raw("password") ?? ""), from: origin)
            return try await enter(userID, context, signIn, origin, next: next)
        } catch let person as SecondFactorNeeded {
            return askForCode(person, request, context, next: next)
        } catch is WrongCredentials {
            let page = view(request, context).logIn(email: email, next: next, problem: "This address and password do not go together.")
            return .page(page, status: .unauthorized)
        } catch Failure.tooManyRequests(let retryAfter) {
            let page = view(request, context).logIn(email: email, next: next, problem: Self.tooMany(retryAfter))
            return .page(page, status: .tooManyRequests, headers: [.retryAfter: String(retryAfter)])
        }
    }

    private static func tooMany(_ retryAfter: Int) -> Phrase {
        let minutes = (retryAfter + 59) / 60
        return .plural(
            minutes, one: "Too many attempts. Try again in \(minutes) minute.", other: "Too many attempts. Try again in \(minutes) minutes."
        )
    }

    // MARK: The second factor

    private func askForCode(
        _ person: SecondFactorNeeded, _ request: Request, _ context: TenantContext, next: String, problem: Phrase? = nil
    ) -> Response {
        let challenge = SignInChallenge(crm).make(person, in: context)
        let page = view(request, context).code(challenge: challenge, next: next, problem: problem)
        return .page(page, status: problem == nil ? .ok : .unauthorized)
    }

    @Sendable private func enterCode(_ request: Request, _ context: TenantContext) async throws -> Response {
        let form = try await request.form(limit: 16_384)
        guard let person = SignInChallenge(crm).open(form.string("challenge"), in: context) else {
            let problem: Phrase = "That took too long. Please start again."
            return .page(view(request, context).logIn(email: "", next: form.string("next"), problem: problem), status: .unauthorized)
        }
        let signIn = SignIn(scope: context.scope, hasher: crm.hasher)
        let origin = SignIn.Origin(context, request)
        do {
            try await signIn.verify(code: form.string("code"), for: person, from: origin)
            return try await enter(person.userID, context, signIn, origin, next: form.string("next"))
        } catch is WrongCredentials {
            return askForCode(person, request, context, next: form.string("next"), problem: "This code is not right, or was used before.")
        } catch Failure.tooManyRequests(let retryAfter) {
            let page = view(request, context).logIn(email: "", next: form.string("next"), problem: Self.tooMany(retryAfter))
            return .page(page, status: .tooManyRequests, headers: [.retryAfter: String(retryAfter)])
        }
    }

    /// A new session for every sign-in, so that nobody's earlier cookie becomes somebody's session.
    private func enter(
        _ userID: UUID, _ context: TenantContext, _ signIn: SignIn, _ origin: SignIn.Origin, next: String,
        outcome: SignInLog.Outcome = .signedIn
    ) async throws -> Response {
        let session = try await signIn.open(.browser, for: userID, from: origin, outcome: outcome)
        let cookie = SetCookie(
            CookieName.session(secure: context.isSecure), session.token.text, maxAge: Int(SignIn.browserLifetime), secure: context.isSecure)
        return Response.redirect(to: isLocalPath(next) ? next : "/", type: .normal).setting(cookie)
    }

    @Sendable private func signOut(_ request: Request, _ context: TenantContext) async throws -> Response {
        if let signedIn = context.signedIn, let userID = signedIn.viewer.userID {
            try await SignIn(scope: context.scope, hasher: crm.hasher).close(signedIn.sessionID, of: userID)
        }
        return Response.redirect(to: "/login", type: .normal)
            .setting(.removal(of: CookieName.session(secure: context.isSecure), secure: context.isSecure))
    }

    /// Kept on the device: the same person may like dark at home and light at work.
    @Sendable private func setTheme(_ request: Request, _ context: TenantContext) async throws -> Response {
        let form = try await request.form(limit: 16_384)
        guard let theme = Theme(rawValue: form.string("theme")) else {
            throw Failure.invalid("theme", "unknown", "Choose system, light or dark.")
        }
        var cookie = SetCookie("theme", theme.rawValue, maxAge: 365 * 86_400, secure: context.isSecure)
        cookie.httpOnly = false
        let back = request.headers[.referer].flatMap { URLComponents(string: $0) }.map {
            $0.path + ($0.percentEncodedQuery.map { "?" + $0 } ?? "")
        }
        return Response.redirect(to: back.flatMap { isLocalPath($0) ? $0 : nil } ?? "/", type: .normal).setting(cookie)
    }

    // MARK: Passwords by link

    @Sendable private func forgot(_ request: Request, _ context: TenantContext) async throws -> Response {
        .page(view(request, context).forgot())
    }

    @Sendable private func sendReset(_ request: Request, _ context: TenantContext) async throws -> Response {
        let email = try await request.form(limit: 16_384).string("email")
        try await Staff(scope: context.scope).forgot(email: email, baseURL: context.baseURL, texts: context.texts)
        return .page(view(request, context).resetSent(to: email))
    }

    private func choosePassword(_ purpose: UserLinks.Purpose, _ request: Request, _ context: TenantContext) async throws -> Response {
        let (_, user) = try await owner(context)
        return .page(view(request, context).choosePassword(purpose, for: user, path: request.uri.path, problem: nil))
    }

    private func setPassword(_ purpose: UserLinks.Purpose, _ request: Request, _ context: TenantContext) async throws -> Response {
        let (token, user) = try await owner(context)
        let password = Secret(try await request.form(limit: 16_384).raw("password") ?? "")
        let names = [context.tenant.name, context.tenant.slug, context.tenant.brand.name, user.name, user.email]
        if let refusal = PasswordPolicy().refusal(of: password, names: names) {
            let page = view(request, context).choosePassword(purpose, for: user, path: request.uri.path, problem: refusal.sentence)
            return .page(page, status: .unprocessableContent)
        }
        let userID = try await UserLinks(scope: context.scope).redeem(token, passwordHash: try await crm.hasher.hash(password))
        // Who reads somebody's mail has not got their phone.
        if try await SecondFactor(scope: context.scope, userID: userID).isActive {
            return askForCode(SecondFactorNeeded(userID: userID, email: user.email), request, context, next: "/")
        }
        let (signIn, origin) = (SignIn(scope: context.scope, hasher: crm.hasher), SignIn.Origin(context, request))
        return try await enter(userID, context, signIn, origin, next: "/", outcome: .signedInByLink)
    }

    private func owner(_ context: TenantContext) async throws -> (Token, User) {
        guard let token = context.parameters.get("token").flatMap({ Token($0) }),
            let user = try await UserLinks(scope: context.scope).owner(of: token)
        else { throw Failure.notFound }
        return (token, user)
    }
}
