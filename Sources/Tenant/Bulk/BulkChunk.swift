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
        var probe = Draft(new: type, id: .v7())
        try change.apply(to: &probe, as: type)
        guard case .edit(let values) = change else { return }
        let errors = try await chunk.prepare([probe]).refused[probe.id] ?? []
        let wrong = errors.filter { values[$0.field] != nil }
        if !wrong.isEmpty { throw Failure.invalid(wrong) }
    }

    func take(_ ids: [UUID]) async throws -> Outcome {
        let records = try await chunk.lock(ids, for: change.action, deleted: change.isAboutDeleted)
        var outcome = Outcome()
        try await leave(ids.filter { records[$0] == nil }, &outcome)
        switch change {
        case .delete, .restore: try await setDeleted(change == .delete, Array(records.keys), &outcome)
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

    private func setDeleted(_ isDeleted: Bool, _ ids: [UUID], _ outcome: inout Outcome) async throws {
        try await chunk.setDeleted(isDeleted, ids)
        outcome.counts.changed += ids.count
    }

    private func edit(_ records: [Record], _ outcome: inout Outcome) async throws {
        let drafts = try records.map { record in
            var draft = Draft(changing: record)
            try change.apply(to: &draft, as: type)
            return draft
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

extension BulkChange {
    /// Does to one record what is to be done to all.
    /// - Parameter type: as the person sees it, so that nobody changes what they do not see.
    func apply(to draft: inout Draft, as type: RecordType) throws {
        switch self {
        case .edit(let values): try RecordInput(type: type).fill(&draft, from: .object(values))
        case .tags(let add, let remove):
            guard let field = type.field("tags"), !field.isReadOnly else {
                throw Failure.invalid("tags", "unknown_field", "\(type.pluralLabel) have no field \"\("tags")\".")
            }
            let tags = draft["tags"].tags.filter { !remove.contains($0) }
            let value = try FieldInput(field).value(json: .array((tags + add).map { .string($0) }))
            draft.give(value, to: field.name)
        case .delete, .restore, .revert, .revertEvent: break
        }
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
