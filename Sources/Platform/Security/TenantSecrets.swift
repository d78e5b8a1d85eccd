import Foundation
import Postgres
import Web

/// A tenant's own keys for outside services, such as mail, payments or AI: encrypted in its schema, under the server's keys.
///
/// What is sealed is bound to the tenant and to its name, so that a row that was copied elsewhere opens nothing.
public struct TenantSecrets: Sendable {
    private let scope: TenantScope
    private let keys: EncryptionKeys

    init(scope: TenantScope, keys: KeyRing) {
        self.scope = scope
        self.keys = keys.encryptionKeys(for: "tenant secrets")
    }

    /// nil if none of that name was set.
    /// - Throws: `SecretUnreadable`
    public func value(_ name: String) async throws -> Secret? {
        guard let row = try await scope.database.read(SecretQueries.find(name)).first else { return nil }
        return Secret(String(decoding: try open(try row.decode([UInt8].self), name), as: UTF8.self))
    }

    /// Which are set, without what they are.
    public func names() async throws -> [String] {
        try await scope.database.read(SecretQueries.names).map { try $0.decode(String.self) }
    }

    /// - Parameter secret: nil removes it.
    public func set(_ name: String, to secret: Secret?) async throws {
        try await scope.database.transaction { try await set(name, to: secret, in: $0) }
    }

    /// The same as part of a larger change.
    public func set(_ name: String, to secret: Secret?, in transaction: TenantTransaction) async throws {
        guard let secret else {
            _ = try await transaction.execute(SecretQueries.remove(name))
            return
        }
        let sealed = try keys.seal(Array(secret.revealed.utf8), for: context(name))
        try await transaction.execute(SecretQueries.save(name, sealed, at: scope.now))
    }

    /// How many secrets the newest key has sealed, how many an older one, and which cannot be read at all.
    func condition() async throws -> Condition {
        var condition = Condition()
        for row in try await scope.database.read(SecretQueries.all) {
            let (name, sealed) = try row.decode((String, [UInt8]).self)
            if (try? open(sealed, name)) == nil {
                condition.unreadable.append(name)
            } else if keys.isCurrent(sealed) {
                condition.current += 1
            } else {
                condition.outdated += 1
            }
        }
        return condition
    }

    struct Condition: Sendable, Equatable {
        var current = 0
        var outdated = 0
        var unreadable: [String] = []
    }

    /// Seals with the newest key whatever an older one has sealed. Safe to run twice, and beside people who change secrets.
    /// - Returns: how many were sealed anew.
    func rotate() async throws -> Int {
        try await scope.database.transaction { transaction in
            var count = 0
            for row in try await transaction.query(SecretQueries.allLocked) {
                let (name, sealed) = try row.decode((String, [UInt8]).self)
                guard !keys.isCurrent(sealed), let bytes = try? open(sealed, name) else { continue }
                count += try await transaction.execute(SecretQueries.reseal(name, try keys.seal(bytes, for: context(name))))
            }
            return count
        }
    }

    private func open(_ sealed: [UInt8], _ name: String) throws -> [UInt8] {
        guard let bytes = keys.open(sealed, for: context(name)) else { throw SecretUnreadable(name: name) }
        return bytes
    }

    private func context(_ name: String) -> String { "\(scope.tenant.id.text)/\(name)" }
}

/// A secret that was changed, copied from another tenant, or whose key is no longer part of `SECRET_KEY`.
public struct SecretUnreadable: Error, CustomStringConvertible {
    let name: String
    public var description: String { "the secret \"\(name)\" cannot be opened with any key of SECRET_KEY" }
}

enum SecretQueries {
    static func find(_ name: String) -> SQL { "select sealed from secrets where name = \(name)" }
    static let names: SQL = "select name from secrets order by name"
    static let all: SQL = "select name, sealed from secrets order by name"
    static let allLocked: SQL = "select name, sealed from secrets order by name for update"

    static func save(_ name: String, _ sealed: [UInt8], at: Date) -> SQL {
        """
        insert into secrets (name, sealed, updated_at) values (\(name), \(sealed), \(at))
        on conflict (name) do update set sealed = excluded.sealed, updated_at = excluded.updated_at
        """
    }

    static func reseal(_ name: String, _ sealed: [UInt8]) -> SQL { "update secrets set sealed = \(sealed) where name = \(name)" }

    static func remove(_ name: String) -> SQL { "delete from secrets where name = \(name)" }
}
