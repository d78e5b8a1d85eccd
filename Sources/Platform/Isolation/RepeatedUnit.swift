import Logging
import Postgres

extension TenantScope {
    /// Runs a unit of work, and once more where the server has undone it for the sake of others: after a deadlock, or when its
    /// tables were migrated meanwhile. Nobody has been answered by then, so nobody needs to know.
    func repeatingOnce<Value>(_ unit: () async throws -> Value) async throws -> Value {
        do {
            return try await unit()
        } catch let error as PostgresError where error.wasUndone {
            logger.notice("unit of work was undone and is repeated", metadata: ["error": "\(error)"])
            return try await unit()
        }
    }
}
