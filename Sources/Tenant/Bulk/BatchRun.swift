import Foundation
import Platform
import Postgres
import Web

/// Goes through the records of a batch, chunk by chunk. Each chunk and its end are one transaction, so that a run that was killed
/// goes on exactly where it stopped.
struct RunBatch: Job {
    static let kind = "bulk.run"

    let batchID: UUID
    let limits: [String]?

    func run(in context: JobContext) async throws {
        let found = try await context.scope.database.read(BatchQueries.find(batchID, visibleTo: .system)).decode(Batch.self)
        guard let batch = found.first, batch.state == .running else { return }
        guard let viewer = try await People(in: context.scope).viewer(batch.createdBy, within: limits) else {
            let sentence = context.scope.texts("The person who started this is not here any more.")
            return try await context.scope.database.transaction { try await batch.end(.failed, error: sentence, in: $0) }
        }
        let scope = context.scope.onBehalf(of: viewer, cause: batch.cause).inBatch(batchID)
        let run = BatchRun(batch: batch)
        while try await step(run, in: scope, context) {}
    }

    func turned(_ turn: JobTurn, in transaction: TenantTransaction) async throws {
        guard let reason = turn.reason else {
            try await transaction.execute(BatchQueries.takeUp(batchID))
            return transaction.willChange([Batch.topic])
        }
        let found = try await transaction.query(BatchQueries.find(batchID, visibleTo: .system)).decode(Batch.self)
        guard let batch = found.first, batch.state == .running else { return }
        try await batch.end(.failed, error: transaction.scope.texts(reason), in: transaction)
    }

    private func step(_ run: BatchRun, in scope: TenantScope, _ context: JobContext) async throws -> Bool {
        try await scope.database.transaction { transaction in
            try await context.keepAlive(in: transaction)
            return try await run.step(in: transaction)
        }
    }
}

struct BatchRun: Sendable {
    let batch: Batch

    /// Changes the records of the next chunk.
    /// - Returns: false where there is nothing left to do.
    func step(in transaction: TenantTransaction) async throws -> Bool {
        guard try await !transaction.query(BatchQueries.enter(batch.id)).isEmpty else { return false }
        guard let row = try await transaction.query(BatchQueries.nextChunk(of: batch.id)).first else {
            try await batch.end(.done, in: transaction)
            return false
        }
        let (number, ids) = try row.decode((Int, [UUID]).self)
        let outcome = try await outcome(of: ids, in: transaction)
        _ = try await transaction.pipeline(BatchQueries.advance(batch.id, past: number, outcome.counts, outcome.skips))
        transaction.willChange([Batch.topic])
        return true
    }

    private func outcome(of ids: [UUID], in transaction: TenantTransaction) async throws -> BulkChunk.Outcome {
        switch batch.change {
        case .revert(let reverted):
            return try await ReversalChunk(transaction: transaction).take(ids, of: EventQueries.changes(in: reverted, to: ids))
        case .revertEvent(let event):
            return try await ReversalChunk(transaction: transaction).take(ids, of: EventQueries.change(event))
        default:
            guard let type = transaction.scope.viewer.records.named(batch.recordType) else { throw Failure.notFound }
            return try await BulkChunk(change: batch.change, type: type, transaction: transaction).take(ids)
        }
    }
}

extension Batch {
    /// Somebody who has left the page meanwhile is told by the event.
    fileprivate func end(_ state: State, error: String? = nil, in transaction: TenantTransaction) async throws {
        try await transaction.execute(BatchQueries.finish(id, state, error: error, at: transaction.scope.now))
        transaction.willChange([Self.topic])
        guard total > Batches.atOnce else { return }
        // No change of the batch itself, which could be taken back.
        let event = Event("batch.\(state.rawValue)", recordType: Self.topic, recordID: id)
        try await transaction.execute(event.insertion(by: Actor(userID: createdBy, cause: cause), at: transaction.scope.now))
    }
}
