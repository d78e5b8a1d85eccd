import Foundation
import Platform
import Postgres
import Web

/// Taking back what has been done: one event, or everything of a batch, an import among them. The reversal is a batch itself, so
/// it can be watched, and taken back too.
struct Reversals: Sendable {
    let scope: TenantScope

    /// Takes back what belongs to a batch: at once where that is little, and otherwise in a job.
    /// - Parameter batch: the `batch_id` of its events.
    /// - Throws: `Failure.notFound` for whoever may not take it back, `Failure.conflict` where that was done already or is too late.
    func begin(of batch: UUID) async throws -> Batch {
        try await scope.database.transaction { try await begin(of: batch, in: $0) }
    }

    func begin(of batch: UUID, in transaction: TenantTransaction) async throws -> Batch {
        let known = try await transaction.query(BatchQueries.find(batch, visibleTo: .system)).decode(Batch.self).first
        guard let first = try await transaction.query(EventQueries.beginning(of: batch)).decode(BatchBeginning.self).first,
            scope.viewer.permissions.managesTenant || (known?.createdBy ?? first.actorID) == scope.viewer.userID
        else { throw Failure.notFound }
        let name = known?.recordType ?? first.recordType
        guard scope.viewer.may(.edit, name) || scope.viewer.may(.delete, name) else {
            let type = scope.viewer.records.named(name)?.pluralLabel.lowercased() ?? "records"
            throw Failure.forbidden(reason: "Your role does not let you \(Action.edit.verb) \(type).")
        }
        if try await !transaction.query(MergeQueries.merging(in: batch)).isEmpty {
            throw Failure.conflict(detail: "Records were merged or taken apart here. That is undone on the page of the record that stayed.")
        }
        if known?.state == .running { throw Failure.conflict(detail: "This is still going on: stop it first.") }
        guard scope.now < first.at.addingTimeInterval(Double(Batch.undoDays) * 86_400) else {
            throw Failure.conflict(detail: "This can be undone for \(Batch.undoDays) days, which are over.")
        }
        if try await !transaction.query(BatchQueries.standingReversal(of: batch)).isEmpty {
            throw Failure.conflict(detail: "This has been undone already.")
        }
        return try await Batches(scope: scope).begin(
            .revert(batch: batch), of: name, reverts: batch, source: EventQueries.records(in: batch),
            in: transaction)
    }

    /// Takes back one event; whoever may change the record may do that.
    func begin(ofEvent id: UUID) async throws -> Batch {
        try await scope.database.transaction { try await begin(ofEvent: id, in: $0) }
    }

    func begin(ofEvent id: UUID, in transaction: TenantTransaction) async throws -> Batch {
        guard let change = try await transaction.query(EventQueries.change(id)).decode(LoggedChange.self).first,
            let type = scope.viewer.records.named(change.recordType), try await isSeen(change.recordID, of: type, in: transaction)
        else { throw Failure.notFound }
        guard change.verb != nil else { throw Failure.conflict(detail: "This kind of event cannot be taken back.") }
        guard scope.viewer.may(.edit, type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you \(Action.edit.verb) \(type.pluralLabel.lowercased()).")
        }
        return try await Batches(scope: scope).begin(
            .revertEvent(id), of: type.name, source: "select record_id as id from events where id = \(id)", in: transaction)
    }

    private func isSeen(_ id: UUID, of type: RecordType, in transaction: TenantTransaction) async throws -> Bool {
        var query = RecordQuery(type, viewer: scope.viewer, fields: [])
        if try await !transaction.query(query.one(id)).isEmpty { return true }
        query.showsDeleted = true
        return try await !transaction.query(query.one(id)).isEmpty
    }
}

/// Who did the first thing of a batch, when, and to what.
struct BatchBeginning: RowDecodable {
    let actorID: UUID?
    let at: Date
    let recordType: String

    init(row: inout RowReader) throws {
        actorID = try row.next()
        at = try row.next()
        recordType = try row.next()
    }
}
