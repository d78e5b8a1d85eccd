import Foundation
import Postgres
import Web

/// A tenant's tables. Everything goes through here, so everything runs as the tenant's role and behind its guard.
public struct TenantDatabase: Sendable {
    let scope: TenantScope

    /// Several statements, all or nothing, in one round trip to the database.
    public func read(_ statements: [SQL]) async throws -> [Rows] {
        let unit = settings(readOnly: true)
        var answers = try await scope.repeatingOnce { try await scope.client.perform(unit, [scope.guardian.question] + statements) }
        try scope.guardian.check(answers.removeFirst())
        return answers
    }

    public func read(_ statement: SQL) async throws -> Rows {
        try await read([statement])[0]
    }

    /// Asks nothing but whether this scope still holds: for answers that need no rows.
    public func verify() async throws {
        _ = try await read([])
    }

    /// Statements that depend on each other's answers. Commits when `body` returns, rolls back when it throws. It may run twice,
    /// see `repeatingOnce`, so it leaves no trace but in the database.
    public func transaction<T: Sendable>(_ body: @Sendable (TenantTransaction) async throws -> T) async throws -> T {
        let (result, aftermath) = try await scope.repeatingOnce {
            let aftermath = Aftermath()
            let result = try await scope.client.transaction(settings(readOnly: false)) { transaction in
                try scope.guardian.check(try await transaction.query(scope.guardian.question))
                return try await body(TenantTransaction(scope: scope, transaction: transaction, aftermath: aftermath))
            }
            return (result, aftermath)
        }
        await scope.platform.committed(aftermath, in: scope.tenant)
        return result
    }

    /// One statement that changes something and whose answer nothing else depends on.
    @discardableResult
    public func write(_ statement: SQL) async throws -> Rows {
        try await transaction { try await $0.query(statement) }
    }

    private func settings(readOnly: Bool) -> UnitSettings {
        var settings = scope.settings
        settings.isReadOnly = readOnly
        return settings
    }
}

/// An open transaction in a tenant's schema.
public struct TenantTransaction: Sendable {
    public let scope: TenantScope
    let transaction: Transaction
    let aftermath: Aftermath

    /// The same transaction; what is written through it belongs to one batch.
    public func inBatch(_ id: UUID, cause: Actor.Cause? = nil) -> TenantTransaction {
        TenantTransaction(scope: scope.inBatch(id, cause: cause), transaction: transaction, aftermath: aftermath)
    }

    public func query(_ statement: SQL) async throws -> Rows {
        try await transaction.query(statement)
    }

    /// Several statements in one round trip.
    public func pipeline(_ statements: [SQL]) async throws -> [Rows] {
        statements.isEmpty ? [] : try await transaction.pipeline(statements)
    }

    /// - Returns: how many rows it changed.
    @discardableResult
    public func execute(_ statement: SQL) async throws -> Int {
        try await transaction.execute(statement)
    }

    public func savepoint<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        try await transaction.savepoint(body)
    }

    @discardableResult
    public func copyIn(_ statement: SQL, _ body: @Sendable (CopyWriter) async throws -> Void) async throws -> Int {
        try await transaction.copyIn(statement, body)
    }

    /// Writes `event` into the log; it exists exactly if the change does.
    public func record(_ event: Event) async throws {
        try await transaction.execute(event.insertion(by: scope.actor, at: scope.now))
        willChange([event.recordType])
    }

    /// Tells the tenant's open pages that records of these types have changed, once this has committed. `record` does so itself.
    public func willChange(_ recordTypes: some Sequence<String>) {
        aftermath.changed(recordTypes)
    }

    /// Queues `job`; it runs exactly if this transaction commits.
    public func enqueue(_ job: some Job, at: Date? = nil, uniqueKey: String? = nil) async throws {
        let due = at ?? scope.now
        try await transaction.execute(JobQueries.insert(job, actor: scope.actor, at: due, uniqueKey: uniqueKey))
        aftermath.queued(at: due)
    }
}
