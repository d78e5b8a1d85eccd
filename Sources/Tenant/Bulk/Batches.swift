import Foundation
import Platform
import Postgres
import Web

/// Starting, watching and stopping changes of many records; pages and the API call it.
struct Batches: Sendable {
    let scope: TenantScope

    /// So few are done before the person is answered.
    static let atOnce = ListState.pageSize

    /// - Throws: `Failure.notFound` for somebody else's, too.
    func find(_ id: UUID) async throws -> Batch {
        guard let found = try await scope.database.read(BatchQueries.find(id, visibleTo: scope.viewer)).decode(Batch.self).first else {
            throw Failure.notFound
        }
        return found
    }

    /// The newest first.
    /// - Parameter cursor: where to go on, as handed out before.
    func page(after cursor: String?, cursors: Cursor) async throws -> ([Batch], next: String?) {
        let (list, limit) = ("\(scope.tenant.id)/batches", ListState.pageSize)
        let place = try LogPlace(cursor: cursor, of: list, cursors)
        let found = try await scope.database.read(BatchQueries.list(visibleTo: scope.viewer, after: place, limit: limit + 1))
            .decode(Batch.self)
        guard found.count > limit, let last = found.prefix(limit).last else { return (found, nil) }
        return (Array(found.prefix(limit)), LogPlace(at: last.createdAt, id: last.id).cursor(of: list, cursors))
    }

    func find(_ id: UUID, in transaction: TenantTransaction) async throws -> Batch {
        guard let found = try await transaction.query(BatchQueries.find(id, visibleTo: .system)).decode(Batch.self).first else {
            throw Failure.notFound
        }
        return found
    }

    func begin(_ change: BulkChange, of type: RecordType, _ selection: BulkSelection) async throws -> Batch {
        try await scope.database.transaction { try await begin(change, of: type, selection, in: $0) }
    }

    /// Fixes which records are meant, then changes them at once where they are few, and otherwise in a job.
    /// - Throws: `Failure.forbidden`, or `Failure.invalid` where no record could take the change.
    func begin(_ change: BulkChange, of type: RecordType, _ selection: BulkSelection, in transaction: TenantTransaction) async throws
        -> Batch
    {
        guard scope.viewer.may(change.action, type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you \(change.action.verb) \(type.pluralLabel.lowercased()).")
        }
        try await BulkChunk(change: change, type: type, transaction: transaction).check()
        try await selection.checkCost(deleted: change.isAboutDeleted, in: transaction)
        let source = try selection.source(type, deleted: change.isAboutDeleted, viewer: scope.viewer)
        return try await begin(change, of: type.name, source: source, in: transaction)
    }

    /// - Parameter source: a query of one column, `id`: the records that are meant, each once.
    func begin(_ change: BulkChange, of recordType: String, reverts: UUID? = nil, source: SQL, in transaction: TenantTransaction)
        async throws -> Batch
    {
        guard let author = scope.viewer.userID else { throw Failure.forbidden(reason: "Only people change many records at once.") }
        let id = UUID.v7()
        let answers = try await transaction.pipeline([
            BatchQueries.insert(id, change, of: recordType, reverts: reverts, by: author, at: scope.now),
            BatchQueries.gather(source, for: id),
        ])
        let total = try answers[1].reduce(0) { $0 + (try $1.decode(Int.self)) }
        guard total > 0 else { throw Failure.invalid("ids", "nothing", "There are no such records any more.") }
        try await transaction.execute(BatchQueries.setTotal(total, of: id))
        if total <= Self.atOnce {
            let run = BatchRun(batch: try await find(id, in: transaction))
            while try await run.step(in: transaction.inBatch(id, cause: run.batch.cause)) {}
        } else {
            try await transaction.enqueue(RunBatch(batchID: id, limits: scope.viewer.limits), uniqueKey: id.uuidString)
        }
        return try await find(id, in: transaction)
    }

    /// Takes up again what failed, behind the last chunk that was done.
    func goOn(_ id: UUID) async throws -> Batch {
        _ = try await find(id)
        try await scope.database.transaction { transaction in
            guard try await transaction.execute(BatchQueries.takeUp(id)) == 1 else {
                throw Failure.conflict(detail: "This cannot go on: it is not interrupted, or was undone.")
            }
            try await transaction.enqueue(RunBatch(batchID: id, limits: scope.viewer.limits), uniqueKey: id.uuidString)
            transaction.willChange([Batch.topic])
        }
        return try await find(id)
    }

    /// Leaves what is done as it is, and the rest undone.
    func stop(_ id: UUID) async throws -> Batch {
        let batch = try await find(id)
        try await scope.database.transaction { transaction in
            let stopped = try await transaction.execute(BatchQueries.finish(id, .stopped, at: scope.now))
            guard stopped == 1 else { throw Failure.conflict(detail: "This has come to its end already.") }
            try await transaction.execute(BatchQueries.dropChunks(of: id))
            transaction.willChange([Batch.topic])
        }
        return batch
    }
}
