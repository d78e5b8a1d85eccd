import Foundation
import Platform
import Postgres
import Web

/// Some of a batch's records, changed within one transaction.
struct BulkChunk: Sendable {
    let change: BulkChange
    /// As the viewer sees it.
    let type: RecordType
    let transaction: TenantTransaction

    /// What has become of them.
    struct Outcome: Sendable {
        var counts = Batch.Counts()
        var skips: [BatchSkip] = []

        mutating func skip(_ type: RecordType, _ id: UUID, _ reason: String) {
            counts.skipped += 1
            skips.append(BatchSkip(type.name, id, reason: reason))
        }
    }

    private var scope: TenantScope { transaction.scope }
    private var chunk: RecordChunk { RecordChunk(type, in: transaction) }

    /// Finds out before anything is begun what would be wrong with each record alike.
    /// - Throws: `Failure.invalid`.
    func check() async throws {
        let edit = try BulkEdit(change, of: type)
        if edit.fields.isEmpty { return }
        var probe = Draft(new: type, id: .v7())
        try edit.apply(to: &probe)
        let errors = try await chunk.prepare([probe]).refused[probe.id] ?? []
        let wrong = errors.filter { edit.fields.contains($0.field) }
        if !wrong.isEmpty { throw Failure.invalid(wrong) }
    }

    func take(_ ids: [UUID]) async throws -> Outcome {
        let records = try await chunk.lock(ids, for: change.action, deleted: change.isAboutDeleted)
        var outcome = Outcome()
        try await leave(ids.filter { records[$0] == nil }, &outcome)
        switch change {
        case .delete, .restore: try await setDeleted(change == .delete, ids.compactMap { records[$0] }, &outcome)
        default: try await edit(ids.compactMap { records[$0] }, &outcome)
        }
        return outcome
    }

    /// What is out of reach is counted, with the reason.
    private func leave(_ ids: [UUID], _ outcome: inout Outcome) async throws {
        if ids.isEmpty { return }
        var query = RecordQuery(type, viewer: scope.viewer, fields: [])
        query.showsDeleted = change.isAboutDeleted
        let seen = Set(try await transaction.query(query.many(ids)).map { try $0[0].decode(UUID.self) })
        let forbidden = scope.texts("You can see this \(type.label.lowercased()), but not \(change.action.verb) it.")
        let gone = scope.texts("It was not there any more.")
        for id in ids { outcome.skip(type, id, seen.contains(id) ? forbidden : gone) }
    }

    private func setDeleted(_ isDeleted: Bool, _ records: [Record], _ outcome: inout Outcome) async throws {
        let refused = try await chunk.setDeleted(isDeleted, records)
        outcome.counts.changed += records.count - refused.count
        for (id, errors) in refused { outcome.skip(type, id, scope.texts(type.sentence(for: errors))) }
    }

    private func edit(_ records: [Record], _ outcome: inout Outcome) async throws {
        let edit = try BulkEdit(change, of: type)
        var drafts: [Draft] = []
        for record in records {
            var draft = Draft(changing: record)
            do throws(FieldError) {
                try edit.apply(to: &draft)
                drafts.append(draft)
            } catch {
                outcome.skip(type, record.id, scope.texts(type.sentence(for: [error])))
            }
        }
        let prepared = try await chunk.prepare(drafts)
        for (id, errors) in prepared.refused { outcome.skip(type, id, scope.texts(type.sentence(for: errors))) }
        let changed = prepared.ready.filter { !$0.changes.isEmpty }
        outcome.counts.unchanged += prepared.ready.count - changed.count
        try await save(changed, &outcome)
    }

    private func save(_ drafts: [Draft], _ outcome: inout Outcome) async throws {
        let refused = try await chunk.saveWhatFits(drafts)
        outcome.counts.changed += drafts.count - refused.count
        for id in refused { outcome.skip(type, id, scope.texts("Another record has this value already.")) }
    }
}

extension RecordType {
    /// What is wrong with a record, in one paragraph.
    func sentence(for errors: [FieldError]) -> Phrase {
        let parts = errors.map { error -> Phrase in
            let label = field(String(error.field.prefix { $0 != "[" }))?.label ?? Phrase(english: error.field)
            return "\(label): \(error.message)"
        }
        return parts.dropFirst().reduce(parts.first ?? "") { "\($0) \($1)" }
    }
}
