import Foundation
import Platform
import Postgres
import Web

/// Keys with which a person's programs call the API: for as long as they like, and for no more than they say.
struct APIKeys: Sendable {
    /// Before every key, so that whoever finds one knows what it is.
    static let prefix = "tsk_"
    private static let limit = 50

    let scope: TenantScope

    /// A new key for the person at hand.
    /// - Parameter notice: tells the person, who may not be the one who does it.
    /// - Returns: its text, which nobody can read again.
    /// - Throws: `Failure.invalid`
    func make(named name: String, scopes: KeyScopes, expiresAt: Date?, telling notice: SendMail) async throws -> String {
        guard let userID = scope.viewer.userID else { throw Failure.unauthenticated }
        guard !name.isEmpty, name.count <= 100 else {
            throw Failure.invalid("name", "required", "Say in at most 100 characters what the key is for.")
        }
        guard !scopes.isEmpty else { throw Failure.invalid("scopes", "required", "Choose what the key may do.") }
        let key = Token.random()
        let row = APIKeyQueries.NewKey(
            id: .v7(), userID: userID, name: name, hash: key.hash, ending: String(key.text.suffix(4)), scopes: scopes, expiresAt: expiresAt)
        try await scope.database.transaction { transaction in
            let kept = try await transaction.query(APIKeyQueries.count(of: userID, now: scope.now)).first?.decode(Int.self) ?? 0
            guard kept < Self.limit else {
                throw Failure.invalid("name", "too_many", "At most \(Self.limit) keys: revoke one that you do not need.")
            }
            try await transaction.execute(APIKeyQueries.insert(row, at: scope.now))
            try await transaction.record(Event("user.api_key_added", recordType: "user", recordID: userID))
            try await transaction.enqueue(notice)
        }
        return Self.prefix + key.text
    }

    func list() async throws -> [APIKey] {
        guard let userID = scope.viewer.userID else { throw Failure.unauthenticated }
        return try await scope.database.read(APIKeyQueries.list(of: userID)).decode(APIKey.self)
    }

    /// Counts with the very next call.
    func revoke(_ id: UUID) async throws {
        guard let userID = scope.viewer.userID else { throw Failure.unauthenticated }
        try await scope.database.transaction { transaction in
            guard try await transaction.execute(APIKeyQueries.revoke(id, of: userID, at: scope.now)) == 1 else { throw Failure.notFound }
            try await transaction.record(Event("user.api_key_revoked", recordType: "user", recordID: userID))
        }
    }

    /// Who calls with the key, with what it allows of what they may.
    func signedIn(keyHash: [UInt8]) async throws -> SignedIn? {
        let system = scope.asSystem(cause: scope.actor.cause)
        guard let row = try await system.database.read(APIKeyQueries.find(hash: keyHash, now: scope.now)).first else { return nil }
        let (id, userID, scopes, mustAdd) = try row.decode((UUID, UUID, [String], Bool).self)
        guard let viewer = try await People(in: scope).viewer(userID) else { return nil }
        try await system.database.write(APIKeyQueries.touch(id, at: scope.now))
        return SignedIn(
            sessionID: id, credential: .apiKey, viewer: KeyScopes(scopes).limit(viewer),
            mustAddSecondFactor: mustAdd)
    }
}

/// A key as its owner sees it.
struct APIKey: Sendable, RowDecodable {
    let id: UUID
    let name: String
    /// The last characters of its text.
    let ending: String
    let scopes: KeyScopes
    let createdAt: Date
    let expiresAt: Date?
    let lastUsedAt: Date?

    init(row: inout RowReader) throws {
        id = try row.next()
        name = try row.next()
        ending = try row.next()
        scopes = KeyScopes(try row.next([String].self))
        createdAt = try row.next()
        expiresAt = try row.next()
        lastUsedAt = try row.next()
    }
}
