import Foundation
import Platform
import Postgres
import Web

/// Takes back what events did to some records, within one transaction. What somebody has changed since stays as it is, field by
/// field, and is said.
struct ReversalChunk: Sendable {
    let transaction: TenantTransaction

    private var scope: TenantScope { transaction.scope }

    /// - Parameters:
    ///   - ids: the records that are counted.
    ///   - events: a query of `LoggedChange`, the oldest first.
    func take(_ ids: [UUID], of events: SQL) async throws -> BulkChunk.Outcome {
        let changes = try await transaction.query(events).decode(LoggedChange.self)
        var reversals: [String: [UUID: Reversal]] = [:]
        for change in changes where change.verb != nil {
            guard let type = scope.viewer.records.named(change.recordType) else { continue }
            reversals[type.name, default: [:]][change.recordID, default: Reversal(type, before: change)].add(change)
        }
        var outcome = BulkChunk.Outcome()
        for type in scope.viewer.records.all {
            if let found = reversals[type.name] { try await revert(found, of: type, &outcome) }
        }
        return outcome
    }

    private func revert(_ reversals: [UUID: Reversal], of type: RecordType, _ outcome: inout BulkChunk.Outcome) async throws {
        let records = try await lock(Array(reversals.keys), of: type)
        let changedSince = try await changedSince(reversals.values.filter(\.wasCreated))
        var (drafts, moves): ([Draft], [Bool: [UUID]]) = ([], [:])
        for reversal in reversals.values {
            let id = reversal.id
            guard let found = records[id] else {
                outcome.skip(type, id, scope.texts("It was not there any more."))
                continue
            }
            guard found.reach.contains(reversal.action) || reversal.action == .edit && reversal.gaveAway(found.record, by: scope.viewer)
            else {
                outcome.skip(type, id, scope.texts("You may not change this \(type.label.lowercased())."))
                continue
            }
            if let target = reversal.target {
                if changedSince.contains(id) {
                    outcome.skip(type, id, scope.texts("Somebody has changed it since, so it was kept."))
                } else if found.isDeleted == target.from {
                    moves[target.isDeleted, default: []].append(id)
                } else {
                    outcome.counts.unchanged += 1
                }
                if reversal.wasCreated { continue }
            }
            if reversal.fields.isEmpty { continue }
            if found.isDeleted && reversal.target == nil {
                outcome.skip(type, id, scope.texts("It is in the trash."))
                continue
            }
            drafts += draft(reversal, found.record, type, &outcome)
        }
        let chunk = RecordChunk(type, in: transaction)
        for (isDeleted, ids) in moves {
            try await chunk.setDeleted(isDeleted, ids)
            outcome.counts.changed += ids.count
        }
        try await save(drafts, of: type, alsoMoved: Set(moves.values.joined()), &outcome)
    }

    /// A record with its fields as they were; nil where none of them can be put back.
    private func draft(_ reversal: Reversal, _ record: Record, _ type: RecordType, _ outcome: inout BulkChunk.Outcome) -> [Draft] {
        var draft = Draft(changing: record)
        let left = reversal.apply(to: &draft, for: scope.viewer)
        outcome.skips += left.map { BatchSkip(type.name, record.id, field: $0.field, reason: sentence($0.obstacle, $0.field, type)) }
        if !draft.changes.isEmpty { return [draft] }
        if left.isEmpty { outcome.counts.unchanged += 1 } else { outcome.counts.skipped += 1 }
        return []
    }

    private func sentence(_ obstacle: Reversal.Obstacle, _ field: String, _ type: RecordType) -> String {
        switch obstacle {
        case .outOfReach: return scope.texts("You may not change this field.")
        case .outdated: return scope.texts("The field does not take any more what it held.")
        case .changedSince(let value):
            let shown = Shown(timeZone: scope.viewer.timeZone, now: scope.now, texts: scope.texts)
            let text = type.field(field).flatMap { $0.isReference ? nil : shown.text(value, $0.type) } ?? ""
            return text.isEmpty
                ? scope.texts("Somebody has changed it since.") : scope.texts("Somebody has changed it since, to \(text.prefix(200)).")
        }
    }

    private func save(_ drafts: [Draft], of type: RecordType, alsoMoved: Set<UUID>, _ outcome: inout BulkChunk.Outcome) async throws {
        let chunk = RecordChunk(type, in: transaction)
        // They held these values before, so nobody is asked again whether they may be given to this person or linked to that record.
        let prepared = try await chunk.prepare(drafts, trusting: true)
        for (id, errors) in prepared.refused { outcome.skip(type, id, scope.texts(type.sentence(for: errors))) }
        let refused = try await chunk.saveWhatFits(prepared.ready)
        outcome.counts.changed += prepared.ready.filter { !refused.contains($0.id) && !alsoMoved.contains($0.id) }.count
        for id in refused { outcome.skip(type, id, scope.texts("What it was linked to is gone, or another record has its value now.")) }
    }

    // MARK: Reading

    private struct Found {
        let record: Record
        let isDeleted: Bool
        /// What the person may do with it.
        let reach: Set<Action>
    }

    /// The records themselves, whoever may see them, in the trash or not; and what this person may do with each.
    private func lock(_ ids: [UUID], of type: RecordType) async throws -> [UUID: Found] {
        var found: [UUID: Found] = [:]
        for isDeleted in [false, true] {
            var query = RecordQuery(everybodys: type.whole)
            query.shape = type.whole.storedShape
            query.showsDeleted = isDeleted
            let rows = try await transaction.query("\(query.many(ids)) order by r.id for no key update of r")
            if rows.isEmpty { continue }
            let reach = try await reach(ids, of: type, deleted: isDeleted)
            for row in rows {
                let record = try row.record(of: type.whole, shape: query.shape)
                found[record.id] = Found(record: record, isDeleted: isDeleted, reach: reach[record.id] ?? [])
            }
        }
        return found
    }

    private func reach(_ ids: [UUID], of type: RecordType, deleted: Bool) async throws -> [UUID: Set<Action>] {
        var reach: [UUID: Set<Action>] = [:]
        for action in [Action.edit, .delete] {
            var query = RecordQuery(type, viewer: scope.viewer, fields: [])
            (query.action, query.showsDeleted) = (action, deleted)
            for row in try await transaction.query(query.many(ids)) { reach[try row[0].decode(UUID.self), default: []].insert(action) }
        }
        return reach
    }

    /// Which of some records that were made have been changed afterwards.
    private func changedSince(_ made: [Reversal]) async throws -> Set<UUID> {
        if made.isEmpty { return [] }
        let rows = try await transaction.query(EventQueries.changed(made.map(\.id), since: made.map(\.lastEvent)))
        return Set(try rows.map { try $0.decode(UUID.self) })
    }
}
