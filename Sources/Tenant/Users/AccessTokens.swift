import Foundation
import JWTKit
import Platform
import Synchronization
import Web

/// The short-lived tokens that API clients send with each call: signed, not stored. Whether their session still lives is asked
/// with every unit of work.
final class AccessTokens: Sendable {
    struct Claims: JWTPayload {
        let sub: SubjectClaim
        let exp: ExpirationClaim
        /// The tenant; a token counts on its host only.
        let tid: String
        /// The session.
        let sid: String

        func verify(using algorithm: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
        }
    }

    static let lifetime: TimeInterval = 15 * 60
    private static let capacity = 10_000

    private let keys = JWTKeyCollection()
    private let ready: Task<Void, Never>
    /// Checked signatures, so that a client's thousand calls are checked once.
    private let checked = Mutex<[String: Claims]>([:])

    init(_ ring: KeyRing) {
        let secret = ring.keys(for: "access token").authenticationCode(for: Data("HS256".utf8))
        ready = Task { [keys] in await keys.add(hmac: HMACKey(from: Data(secret)), digestAlgorithm: .sha256) }
    }

    func issue(for sessionID: UUID, of userID: UUID, in tenant: Tenant, now: Date) async throws -> String {
        await ready.value
        return try await keys.sign(
            Claims(
                sub: SubjectClaim(value: userID.uuidString), exp: ExpirationClaim(value: now.addingTimeInterval(Self.lifetime)),
                tid: tenant.id.uuidString, sid: sessionID.uuidString))
    }

    /// The session that `token` speaks for; nil unless it was issued by this tenant and has not expired.
    func session(_ token: String, of tenant: Tenant, now: Date) async -> UUID? {
        guard let claims = await claims(in: token), claims.exp.value > now, claims.tid == tenant.id.uuidString else { return nil }
        return UUID(uuidString: claims.sid)
    }

    private func claims(in token: String) async -> Claims? {
        if let known = checked.withLock({ $0[token] }) { return known }
        await ready.value
        guard token.utf8.count < 2_000, let claims = try? await keys.verify(token, as: Claims.self) else { return nil }
        checked.withLock { checked in
            if checked.count >= Self.capacity { checked.removeAll(keepingCapacity: true) }
            checked[token] = claims
        }
        return claims
    }
}
