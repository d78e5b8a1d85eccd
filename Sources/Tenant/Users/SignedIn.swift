import Foundation
import Platform
import Postgres
import Synchronization
import Web

/// What the middleware found out about who asks, and by what it knows them.
struct SignedIn: Sendable {
    enum Credential: Sendable {
        case session, apiKey
    }

    /// Of the session, or of the API key.
    let sessionID: UUID
    var credential = Credential.session
    let viewer: Viewer
    /// Has to set up a second factor before anything else.
    let mustAddSecondFactor: Bool
}

/// Finds out who asks, and remembers it. What is remembered is asserted again by every unit of work (`ScopeGuard`), so a
/// revoked session or a changed role counts with the very next statement.
final class Sessions: Sendable {
    private struct Key: Hashable {
        let tenantID: UUID
        let credential: [UInt8]
    }

    private struct Entry {
        let signedIn: SignedIn
        let freshUntil: ContinuousClock.Instant
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private static let lifetime = Duration.seconds(60)
    private static let capacity = 20_000

    /// Who holds the cookie `token`; nil for nobody.
    /// - Parameter fresh: asks the database even if it was asked a moment ago.
    func signedIn(token: Token, in scope: TenantScope, fresh: Bool = false) async throws -> SignedIn? {
        let hash = token.hash
        return try await remembered(Key(tenantID: scope.tenant.id, credential: hash), fresh: fresh) {
            try await load(SessionQueries.find(tokenHash: hash, now: scope.now), in: scope)
        }
    }

    /// Who a checked access token was issued to.
    func signedIn(sessionID: UUID, in scope: TenantScope, fresh: Bool = false) async throws -> SignedIn? {
        let credential = withUnsafeBytes(of: sessionID.uuid) { Array($0) }
        return try await remembered(Key(tenantID: scope.tenant.id, credential: credential), fresh: fresh) {
            try await load(SessionQueries.find(sessionID, now: scope.now), in: scope)
        }
    }

    /// Whose API key this is, with no more rights than the key has.
    func signedIn(key: Token, in scope: TenantScope, fresh: Bool = false) async throws -> SignedIn? {
        let hash = key.hash
        return try await remembered(Key(tenantID: scope.tenant.id, credential: hash), fresh: fresh) {
            try await APIKeys(scope: scope).signedIn(keyHash: hash)
        }
    }

    private func remembered(_ key: Key, fresh: Bool, _ load: () async throws -> SignedIn?) async throws -> SignedIn? {
        let now = ContinuousClock.now
        if !fresh, let entry = entries.withLock({ $0[key] }), entry.freshUntil > now { return entry.signedIn }
        let signedIn = try await load()
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            entries[key] = signedIn.map { Entry(signedIn: $0, freshUntil: now + Self.lifetime) }
        }
        return signedIn
    }

    private func load(_ session: SQL, in scope: TenantScope) async throws -> SignedIn? {
        let system = scope.asSystem(cause: scope.actor.cause)
        guard let row = try await system.database.read(session).first else { return nil }
        let (sessionID, userID, mustAdd) = try row.decode((UUID, UUID, Bool).self)
        return try await People(in: scope).viewer(userID).map { viewer in
            SignedIn(sessionID: sessionID, viewer: viewer, mustAddSecondFactor: mustAdd)
        }
    }
}

extension TenantScope {
    /// The scope of a signed-in person.
    func signedIn(_ signedIn: SignedIn, cause: Actor.Cause, requestID: String) -> TenantScope {
        let version = signedIn.viewer.accessVersion
        let tenant = tenant
        let (id, now) = (signedIn.sessionID, now)
        let question =
            switch signedIn.credential {
            case .session: SessionQueries.stillHolds(id, now: now)
            case .apiKey: APIKeyQueries.stillHolds(id, now: now)
            }
        let guardian = ScopeGuard(question) { rows in
            guard let row = rows.first else { throw Failure.unauthenticated }
            let (tenantID, current) = try row.decode((UUID, Int?).self)
            try ScopeGuard.verifyIdentity(tenantID, tenant)
            guard let current else { throw Failure.unauthenticated }
            if current != version { throw ViewerChanged() }
        }
        return acting(
            as: signedIn.viewer, actor: Actor(userID: signedIn.viewer.userID, cause: cause, requestID: requestID), guardian: guardian)
    }
}
