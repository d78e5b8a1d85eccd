import Foundation
import Hummingbird
import Platform
import Web

/// `POST /auth/token`, `/auth/refresh`, `/auth/revoke`: how programs sign in.
struct TokenAPI: Sendable {
    let crm: CRM

    private static let refreshToken = Schema.string.example("RhT7cQ0wY2kM4uVb9eXn6sJd1gLz8oAi3pFh5tNqWyE").described(
        "Good for one refresh.")
    private static let answer = Schema.object([
        .required("access_token", Schema.string.example("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTk4In0.c2lnbmF0dXJl")),
        .required("token_type", .oneOf(["Bearer"])),
        .required("expires_in", Schema.integer.example(.int(Int64(AccessTokens.lifetime))).described("Seconds.")),
        .required("refresh_token", refreshToken),
    ])
    private static let credentials = Schema.object([
        .required("email", Schema.string.example("ada@example.com")),
        .required("password", Schema.string.example("violet harbour lantern")),
        .optional("otp", Schema.string.described("The second factor, where one is set up.")),
    ])

    func register(on api: Endpoints<TenantContext>) {
        api.post(
            "/auth/token", id: "auth_token", summary: "Trades an address and a password for tokens", tag: "Sign-in",
            body: .json(Self.credentials),
            responds: .one(Self.answer), failures: [.unauthorized], security: .none, handler: issue)
        api.post(
            "/auth/refresh", id: "auth_refresh", summary: "Trades a refresh token for new tokens", tag: "Sign-in",
            body: .json(.object([.required("refresh_token", Self.refreshToken)])), responds: .one(Self.answer), failures: [.unauthorized],
            security: .none, handler: refresh)
        api.post(
            "/auth/revoke", id: "auth_revoke", summary: "Ends the session that a refresh token belongs to", tag: "Sign-in",
            body: .json(.object([.required("refresh_token", Self.refreshToken)])), responds: .noContent, security: .none, handler: revoke)
    }

    @Sendable private func issue(_ request: Request, _ context: TenantContext) async throws -> Response {
        let body = try JSONInput.read(await request.json(limit: Self.bodyLimit)) { Credentials(&$0) }
        let signIn = SignIn(scope: context.scope, hasher: crm.hasher)
        let origin = SignIn.Origin(context, request)
        do {
            let userID = try await verified(body, signIn, origin)
            let session = try await signIn.open(.api, for: userID, from: origin)
            return try await answer(session.id, userID, session.token, context)
        } catch is WrongCredentials {
            throw Failure.unauthenticated
        }
    }

    private func verified(_ body: Credentials, _ signIn: SignIn, _ origin: SignIn.Origin) async throws -> UUID {
        do {
            return try await signIn.verify(email: body.email, password: body.password, from: origin)
        } catch let person as SecondFactorNeeded {
            guard let code = body.code else {
                throw Failure.invalid("otp", "required", "This account has a second factor: send a code of it, too.")
            }
            try await signIn.verify(code: code, for: person, from: origin)
            return person.userID
        }
    }

    @Sendable private func refresh(_ request: Request, _ context: TenantContext) async throws -> Response {
        guard let token = try await refreshToken(request) else { throw Failure.unauthenticated }
        let rotated = try await SignIn(scope: context.scope, hasher: crm.hasher).rotate(token)
        guard let signedIn = try await crm.sessions.signedIn(sessionID: rotated.sessionID, in: context.scope, fresh: true),
            let userID = signedIn.viewer.userID
        else { throw Failure.unauthenticated }
        return try await answer(rotated.sessionID, userID, rotated.token, context)
    }

    /// Says nothing about tokens it does not know.
    @Sendable private func revoke(_ request: Request, _ context: TenantContext) async throws -> Response {
        guard let token = try await refreshToken(request) else { return .noContent }
        let now = context.scope.now
        try await context.scope.database.transaction { transaction in
            guard let row = try await transaction.query(SessionQueries.lockRefreshToken(token.hash, now: now)).first else { return }
            let (sessionID, _, userID) = try row.decode((UUID, Bool, UUID).self)
            try await transaction.execute(SessionQueries.revoke(sessionID, of: userID, at: now))
            try await transaction.record(Event("user.signed_out", recordType: "user", recordID: userID))
        }
        return .noContent
    }

    private func answer(_ sessionID: UUID, _ userID: UUID, _ token: Token, _ context: TenantContext) async throws -> Response {
        let access = try await crm.accessTokens.issue(for: sessionID, of: userID, in: context.tenant, now: context.scope.now)
        return .json(headers: [.cacheControl: "no-store"]) { json in
            json.object { json in
                json.field("access_token", access)
                json.field("token_type", "Bearer")
                json.field("expires_in", Int(AccessTokens.lifetime))
                json.field("refresh_token", token.text)
            }
        }
    }

    private static let bodyLimit = 16_384

    private func refreshToken(_ request: Request) async throws -> Token? {
        try JSONInput.read(await request.json(limit: Self.bodyLimit)) { input in
            input.require("refresh_token")
            return input.raw("refresh_token").flatMap { Token($0) }
        }
    }
}

/// What somebody signs in with.
private struct Credentials {
    let email: String
    let password: Secret
    /// Of the second factor.
    let code: String?

    init(_ input: inout JSONInput) {
        input.require("email", "password")
        email = input.raw("email") ?? ""
        password = Secret(input.raw("password") ?? "")
        code = input.raw("otp")
    }
}
