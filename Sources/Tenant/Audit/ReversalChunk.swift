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
        let reading = ReversalRecords(type: type, transaction: transaction)
        let records = try await reading.lock(Array(reversals.keys))
        let changedSince = try await reading.changedSince(reversals.values.filter(\.wasCreated))
        var plan = Plan()
        for reversal in reversals.values {
            if let problem = problem(of: reversal, records[reversal.id], type) {
                outcome.skip(type, reversal.id, scope.texts(problem))
            } else if let found = records[reversal.id] {
                put(reversal, found, isChanged: changedSince.contains(reversal.id), type, into: &plan, &outcome)
            }
        }
        let moved = try await move(plan.moves, of: type, &outcome)
        // What could not be brought back stays as it is.
        plan.drafts.removeAll { moved[$0.id] == false }
        try await save(plan.drafts, of: type, alsoMoved: Set(moved.keys), &outcome)
    }

    /// What is to become of records.
    private struct Plan {
        var drafts: [Draft] = []
        /// By whether they go to the trash or leave it.
        var moves: [Bool: [Record]] = [:]
    }

    private func problem(of reversal: Reversal, _ found: ReversalRecords.Found?, _ type: RecordType) -> Phrase? {
        guard let found else { return "It was not there any more." }
        let isAllowed =
            found.reach.contains(reversal.action) || reversal.action == .edit && reversal.gaveAway(found.record, by: scope.viewer)
        return isAllowed ? nil : "You may not change this \(type.label.lowercased())."
    }

    private func put(
        _ reversal: Reversal, _ found: ReversalRecords.Found, isChanged: Bool, _ type: RecordType, into plan: inout Plan,
        _ outcome: inout BulkChunk.Outcome
    ) {
        if let target = reversal.target {
            if isChanged {
                outcome.skip(type, reversal.id, scope.texts("Somebody has changed it since, so it was kept."))
            } else if found.isDeleted == target.from {
                plan.moves[target.isDeleted, default: []].append(found.record)
            } else {
                outcome.counts.unchanged += 1
            }
            if reversal.wasCreated { return }
        }
        if reversal.fields.isEmpty { return }
        if found.isDeleted && reversal.target == nil { return outcome.skip(type, reversal.id, scope.texts("It is in the trash.")) }
        plan.drafts += draft(reversal, found.record, type, &outcome)
    }

    /// To the trash first: what only one record may have is free then for those that come back.
    /// - Returns: by id whether a record went where it was to go.
    private func move(_ moves: [Bool: [Record]], of type: RecordType, _ outcome: inout BulkChunk.Outcome) async throws -> [UUID: Bool] {
        var moved: [UUID: Bool] = [:]
        for isDeleted in [true, false] {
            let records = moves[isDeleted] ?? []
            let refused = try await RecordChunk(type, in: transaction).setDeleted(isDeleted, records)
            for (id, errors) in refused { outcome.skip(type, id, scope.texts(type.sentence(for: errors))) }
            for record in records { moved[record.id] = refused[record.id] == nil }
            outcome.counts.changed += records.count - refused.count
        }
        return moved
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
}
