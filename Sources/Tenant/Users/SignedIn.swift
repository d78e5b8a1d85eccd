import Foundation
import Platform
import Postgres
import Synchronization
import Web

/// A session whose person is known: what the middleware found out about who asks.
struct SignedIn: Sendable {
    let sessionID: UUID
    let viewer: Viewer
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
        let (sessionID, userID) = try row.decode((UUID, UUID).self)
        return try await People(in: scope).viewer(userID).map { SignedIn(sessionID: sessionID, viewer: $0) }
    }
}

extension TenantScope {
    /// The scope of a signed-in person.
    func signedIn(_ signedIn: SignedIn, cause: Actor.Cause, requestID: String) -> TenantScope {
        let version = signedIn.viewer.accessVersion
        let tenant = tenant
        let guardian = ScopeGuard(SessionQueries.stillHolds(signedIn.sessionID, now: now)) { rows in
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
