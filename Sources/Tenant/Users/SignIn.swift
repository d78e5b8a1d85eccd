import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// Signing in and out, for browsers and for the API.
struct SignIn: Sendable {
    /// Where a sign-in comes from.
    struct Origin: Sendable {
        let address: String
        let agent: String

        init(_ context: some WebContext, _ request: Request) {
            (address, agent) = (context.clientAddress, request.headers[.userAgent] ?? "")
        }
    }

    let scope: TenantScope
    let hasher: PasswordHasher

    static let browserLifetime: TimeInterval = 14 * 86_400
    static let refreshLifetime: TimeInterval = 60 * 86_400

    /// The person with this address and password. Wrong addresses take as long, and hear the same, as wrong passwords.
    /// - Throws: `WrongCredentials`, `SecondFactorNeeded` where the password is right, or `Failure.tooManyRequests`.
    func verify(email: String, password: Secret, from origin: Origin) async throws -> UUID {
        let email = (try? EmailAddress(email).key) ?? ""
        let throttle = SignInThrottle(scope: scope, email: email, address: origin.address)
        let admission = try await throttle.admit()
        guard let id = try await person(email: email, password: password, origin) else { throw WrongCredentials() }
        if try await SecondFactor(scope: scope, userID: id).isActive {
            try await throttle.giveBack(admission)
            throw SecondFactorNeeded(userID: id, email: email)
        }
        try await throttle.noteSuccess(admission)
        return id
    }

    /// The second half, where `verify` asked for it. Wrong codes count like wrong passwords.
    /// - Throws: `WrongCredentials` or `Failure.tooManyRequests`.
    func verify(code: String, for person: SecondFactorNeeded, from origin: Origin) async throws {
        let throttle = SignInThrottle(scope: scope, email: person.email, address: origin.address)
        let admission = try await throttle.admit()
        guard try await SecondFactor(scope: scope, userID: person.userID).accepts(code) else {
            try await scope.database.write(SignInLog.insertion(.wrongCode, of: person.userID, from: origin, at: scope.now))
            throw WrongCredentials()
        }
        try await throttle.noteSuccess(admission)
    }

    private func person(email: String, password: Secret, _ origin: Origin) async throws -> UUID? {
        let row = try await scope.database.read(UserQueries.credentials(of: email)).first
        let known = try row?.decode((UUID, String?, String).self)
        if case (let id, let hash?, let status)? = known, status == User.Status.active.rawValue {
            if try await hasher.verify(password, against: hash) { return id }
        } else {
            try await hasher.verifyNothing(password)
        }
        try await scope.database.write(SignInLog.insertion(.wrongPassword, of: known?.0, from: origin, at: scope.now))
        return nil
    }

    /// A new session, and the secret that its holder keeps.
    func open(_ kind: NewSession.Kind, for userID: UUID, from origin: Origin, outcome: SignInLog.Outcome = .signedIn) async throws
        -> (id: UUID, token: Token)
    {
        let token = Token.random()
        let id = UUID.v7()
        let now = scope.now
        let lifetime = kind == .browser ? Self.browserLifetime : Self.refreshLifetime
        let session = NewSession(
            id: id, userID: userID, kind: kind, tokenHash: token.hash, address: origin.address, agent: String(origin.agent.prefix(300)),
            expiresAt: now.addingTimeInterval(lifetime))
        try await scope.database.transaction { transaction in
            var statements = [
                SessionQueries.insert(session, at: now), SignInLog.insertion(outcome, of: userID, from: origin, at: now),
            ]
            if kind == .api { statements.append(SessionQueries.insertRefreshToken(token.hash, of: id, at: now)) }
            _ = try await transaction.pipeline(statements)
            try await transaction.record(Event("user.signed_in", recordType: "user", recordID: userID))
        }
        return (id, token)
    }

    /// Trades a refresh token for a new one. One that was used before has been stolen, or its thief has: the family ends.
    func rotate(_ token: Token) async throws -> (sessionID: UUID, token: Token) {
        let next = Token.random()
        let now = scope.now
        let sessionID = try await scope.database.transaction { transaction -> UUID? in
            guard let row = try await transaction.query(SessionQueries.lockRefreshToken(token.hash, now: now)).first else { return nil }
            let (sessionID, wasUsed, userID) = try row.decode((UUID, Bool, UUID).self)
            if wasUsed {
                try await transaction.execute(SessionQueries.revoke(sessionID, of: userID, at: now))
                try await transaction.record(Event("user.refresh_token_reused", recordType: "user", recordID: userID))
                return nil
            }
            try await transaction.execute(SessionQueries.useRefreshToken(token.hash, at: now))
            try await transaction.execute(SessionQueries.insertRefreshToken(next.hash, of: sessionID, at: now))
            return sessionID
        }
        guard let sessionID else { throw Failure.unauthenticated }
        return (sessionID, next)
    }

    func close(_ sessionID: UUID, of userID: UUID) async throws {
        try await scope.database.transaction { transaction in
            try await transaction.execute(SessionQueries.revoke(sessionID, of: userID, at: scope.now))
            try await transaction.record(Event("user.signed_out", recordType: "user", recordID: userID))
        }
    }
}

struct WrongCredentials: Error {}

/// The password was right, and is not enough.
struct SecondFactorNeeded: Error {
    let userID: UUID
    /// As the throttle counts it.
    let email: String
}
