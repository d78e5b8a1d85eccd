import Logging
import Postgres

extension TenantScope {
    /// Runs a unit of work, and once more where the server has undone it for the sake of others: after a deadlock, when its tables
    /// were migrated meanwhile, or when a backend does not know yet of a role that was granted a moment ago. Nobody has been
    /// answered by then, so nobody needs to know.
    func repeatingOnce<Value>(_ unit: () async throws -> Value) async throws -> Value {
        do {
            return try await unit()
        } catch let error as PostgresError where error.wasUndone || error.hasMissedGrant {
            logger.notice("unit of work was undone and is repeated", metadata: ["error": "\(error)"])
            return try await unit()
        }
    }
}

extension PostgresError {
    /// The role of a new tenant could not be taken up. Should it really not be ours, the second attempt says so again.
    fileprivate var hasMissedGrant: Bool { kind == .insufficientPrivilege && statement == "unit settings" }
}
