import Foundation
import Platform
import Postgres
import Web

/// Takes a merge back: every record is again what it was, and has again what it had. What people have changed since in the
/// record that stayed, it keeps.
struct RecordUnmerge: Sendable {
    let scope: TenantScope
    let mergeID: UUID

    /// What came of it.
    struct Outcome: Sendable {
        let winner: Record
        let restored: [UUID]
        /// Fields that have been changed since the merge and stay as they are.
        let kept: [Field]
    }

    init(_ mergeID: UUID, in scope: TenantScope) {
        self.mergeID = mergeID
        self.scope = scope.inBatch(.v7())
    }

    func reverse() async throws -> Outcome {
        try await scope.database.transaction { try await reverse(in: $0) }
    }

    /// - Throws: `Failure.conflict` where the record that stayed is not there to give anything back, or where another record has
    ///   now what only one may have.
    func reverse(in transaction: TenantTransaction) async throws -> Outcome {
        guard let row = try await transaction.query(MergeQueries.lock(mergeID)).first else { throw Failure.notFound }
        let (typeName, winnerID, losers, before, after, isReversed) = try row.decode(
            (String, UUID, [UUID], String, String, Bool).self)
        guard let type = scope.viewer.records.named(typeName) else { throw Failure.notFound }
        let winner = try await lock(winnerID, of: type, in: transaction)
        if isReversed { throw Failure.conflict(detail: "This merge has been taken back already.") }
        let store = RecordStore(type, in: scope)
        var draft = Draft(changing: winner)
        let kept = revert(&draft, before: try JSONValue(parsing: before), after: try JSONValue(parsing: after))
        _ = try await store.save(&draft, in: transaction)
        try await refuse(losers, of: type, in: transaction)
        try await moveBack(from: winnerID, type, in: transaction)
        _ = try await transaction.pipeline(
            [
                MergeQueries.bringBack(losers, of: type, by: scope.actor.userID), MergeQueries.deleteSuccessors(of: mergeID),
                MergeQueries.setReversed(mergeID, by: scope.actor.userID, at: scope.now),
            ] + MergeQueries.forgetInherited(by: mergeID))
        try await log(type, winnerID, losers, in: transaction)
        return Outcome(winner: try await store.find(winnerID, in: transaction), restored: losers, kept: kept)
    }

    /// Whoever may edit the record that stayed may take its merge back.
    private func lock(_ id: UUID, of type: RecordType, in transaction: TenantTransaction) async throws -> Record {
        let query = RecordQuery.whole(type, viewer: scope.viewer)
        guard let row = try await transaction.query("\(query.one(id)) for no key update of r").first else {
            if try await transaction.query("select 1 from merged_records where record_id = \(id)").isEmpty { throw Failure.notFound }
            throw Failure.conflict(detail: "The record that stayed has been merged into another one since. Take that back first.")
        }
        let record = try row.record(of: query)
        guard RecordStore(type, in: scope).allows(.edit, record) else {
            throw Failure.forbidden(reason: "You can see this \(type.label.lowercased()), but not \(Action.edit.verb) it.")
        }
        return record
    }

    /// Sets every field that the merge changed to what it was.
    /// - Returns: the fields that somebody has changed since.
    private func revert(_ draft: inout Draft, before: JSONValue, after: JSONValue) -> [Field] {
        var kept: [Field] = []
        for name in after.object?.names ?? [] {
            guard let field = draft.type.field(name), let old = field.stored(before[name]), let merged = field.stored(after[name]) else {
                continue
            }
            let current = draft[name]
            if current.means(merged) {
                draft[name] = old
            } else {
                if field.isUnited { draft[name] = MergedList.reverted(current, before: old, after: merged, of: field) }
                kept.append(field)
            }
        }
        return kept
    }

    /// What only one record may have may have gone to another one since.
    private func refuse(_ losers: [UUID], of type: RecordType, in transaction: TenantTransaction) async throws {
        let (whole, shape) = (type.whole, type.whole.storedShape)
        let rows = try await transaction.query(MergeQueries.absorbed(losers, of: whole, shape))
        let drafts = try rows.map { Draft(copying: try $0.record(of: whole, shape: shape)) }
        let refusals = try await whole.refusals(drafts, transaction)
        guard let errors = drafts.compactMap({ refusals[$0.id] }).first else { return }
        throw Failure.conflict(detail: "Not all of them can come back. \(type.sentence(for: errors))")
    }

    private func moveBack(from winner: UUID, _ type: RecordType, in transaction: TenantTransaction) async throws {
        let places = MergePlace.all(of: type, in: scope.viewer.records)
        for row in try await transaction.query(MergeQueries.moves(of: mergeID)) {
            let (name, source, keys) = try row.decode((String, UUID, [String]).self)
            guard let place = places.first(where: { $0.name == name }) else { continue }
            let statement = place.moveBack(keys, from: winner, to: source, by: scope.actor.userID, at: scope.now)
            let moved = try await transaction.query(statement).map { try $0.decode(String.self) }
            if !moved.isEmpty { try await MovedRecords(place, moved).note(from: winner, to: source, by: scope, in: transaction) }
        }
    }

    private func log(_ type: RecordType, _ winner: UUID, _ losers: [UUID], in transaction: TenantTransaction) async throws {
        let after = JSON(["merge_id": .string(mergeID.text)])
        let events = ([winner] + losers).map { Event("\(type.name).unmerged", recordType: type.name, recordID: $0, after: after) }
        try await transaction.execute(events.insertion(by: scope.actor, at: scope.now))
        transaction.willChange([type.name])
    }
}

extension Field {
    /// The value that the log holds as `json`; nil for what cannot be read.
    fileprivate func stored(_ json: JSONValue?) -> FieldValue? {
        guard let json, !json.isNull else { return .empty(of: type) }
        return try? FieldInput(self).value(json: json)
    }
}
