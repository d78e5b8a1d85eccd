import Foundation
import Platform
import Postgres
import Web

/// Some rows of a file, taken in (or only checked) within one transaction.
struct ImportChunk: Sendable {
    let source: Import
    let isCheck: Bool
    let transaction: TenantTransaction

    private var type: RecordType { source.type }
    private var scope: TenantScope { transaction.scope }
    private var names: ImportNames { ImportNames(transaction: transaction) }

    /// What the rows come to.
    struct Outcome: Sendable {
        var counts = Import.Counts()
        var rejects: [ImportReject] = []
        var links: [PendingLink] = []
        var new: [Draft] = []
        var changed: [Draft] = []
    }

    /// - Parameter made: names of linked records that this run has made or would make, so that a check counts each once.
    func take(_ records: [CSVRecord], made: inout Set<String>) async throws -> Outcome {
        var rows = records.filter { !$0.isBlank }.map { ImportRow($0, source) }
        let people = rows.contains { $0.owner != nil } ? try await names.people() : [:]
        var outcome = Outcome()
        let links = try await resolveLinks(&rows, &outcome, made: &made)
        let known = try await existing(rows)
        for row in rows {
            await settle(row, people, links, known, &outcome)
        }
        if !isCheck { try await write(outcome) }
        return outcome
    }

    // MARK: What rows speak of

    private func key(of row: ImportRow) -> String? {
        guard source.mode != .create, let match = source.matchKey else { return nil }
        return row.values[match.field]?.text.flatMap { match.normalised($0) }
    }

    /// The records that rows are about, by match key, as far as the importer may edit them.
    private func existing(_ rows: [ImportRow]) async throws -> [String: Record] {
        guard source.mode != .create, let match = source.matchKey else { return [:] }
        let ids = try await names.ids(Array(Set(rows.compactMap { key(of: $0) })), by: match, of: type, action: .edit)
        var query = RecordQuery(type, viewer: scope.viewer, fields: type.recordFields)
        query.limit = ids.count
        let found = try await transaction.query("\(query.many(Array(ids.values))) for update of r")
        let records = try found.map { try $0.record(of: type, shape: query.shape) }
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMapValues { byID[$0] }
    }

    /// The ids for the names that rows link to; those that are missing are made. Links within the type itself wait until all
    /// rows are in, since the record may be a later row of the same file.
    private func resolveLinks(_ rows: inout [ImportRow], _ outcome: inout Outcome, made: inout Set<String>) async throws -> [String:
        [String: UUID]]
    {
        var resolved: [String: [String: UUID]] = [:]
        for field in Set(rows.flatMap { $0.links.keys }) {
            guard case .link(let name)? = type.field(field)?.type, name != type.name, let target = RecordTypes.named(name),
                let match = target.matchKeys.first(where: { $0.field == target.nameField })
            else { continue }
            let wanted = Dictionary(
                rows.compactMap { row in row.links[field].flatMap { name in match.normalised(name).map { ($0, name) } } },
                uniquingKeysWith: { first, _ in first })
            var ids = try await names.ids(Array(wanted.keys), by: match, of: target, action: .view)
            for (key, name) in wanted.sorted(by: { $0.key < $1.key }) where ids[key] == nil && scope.viewer.may(.create, target.name) {
                if !isCheck { ids[key] = try await names.make(name, of: target) }
                if made.insert("\(field) \(key)").inserted { outcome.counts.linked += 1 }
            }
            resolved[field] = ids
        }
        return resolved
    }

    // MARK: Row by row

    private func settle(
        _ row: ImportRow, _ people: [String: UUID], _ links: [String: [String: UUID]], _ known: [String: Record], _ outcome: inout Outcome
    ) async {
        do {
            var draft = try draft(for: row, known, outcome)
            row.fill(&draft)
            try setOwner(&draft, row, people)
            let pending = setLinks(&draft, row, links)
            if !row.problems.isEmpty { throw ImportProblem(row.problems.sentences) }
            try await type.prepare(&draft, transaction)
            outcome.links += pending
            keep(draft, &outcome)
        } catch {
            outcome.counts.rejected += 1
            outcome.rejects.append(ImportReject(row.record, scope.texts(sentence(for: error))))
        }
    }

    private func draft(for row: ImportRow, _ known: [String: Record], _ outcome: Outcome) throws -> Draft {
        let key = key(of: row)
        if source.mode != .create && key == nil && source.mode == .update {
            throw ImportProblem("There is nothing in this row to find the record by.")
        }
        if let key, let record = known[key] { return Draft(changing: record) }
        if source.mode == .update { throw ImportProblem("There is no such \(type.label.lowercased()), or you may not edit it.") }
        guard scope.viewer.may(.create, type.name) else { throw ImportProblem("You may not add \(type.pluralLabel.lowercased()).") }
        return Draft(new: type, id: .v7())
    }

    private func setOwner(_ draft: inout Draft, _ row: ImportRow, _ people: [String: UUID]) throws {
        if let name = row.owner {
            guard let id = people[name.lowercased()] else { throw ImportProblem("Owner: nobody here is called \"\(name)\".") }
            guard type.allows(.assign, for: scope.viewer, owner: id) else {
                throw ImportProblem("Owner: you cannot give records to \(name).")
            }
            draft["owner_id"] = .id(id)
        } else if draft.old == nil {
            draft["owner_id"] = scope.viewer.userID.map { .id($0) } ?? .null
        }
    }

    private func setLinks(_ draft: inout Draft, _ row: ImportRow, _ resolved: [String: [String: UUID]]) -> [PendingLink] {
        var pending: [PendingLink] = []
        for (field, name) in row.links {
            guard case .link(let target)? = type.field(field)?.type else { continue }
            if target == type.name {
                pending.append(PendingLink(recordID: draft.id, field: field, name: name))
            } else {
                let match = RecordTypes.named(target)?.matchKeys.first
                let id = match?.normalised(name).flatMap { resolved[field]?[$0] }
                draft.give(id.map { .id($0) } ?? .null, to: field)
            }
        }
        return pending
    }

    private func keep(_ draft: Draft, _ outcome: inout Outcome) {
        if draft.old == nil {
            outcome.counts.created += 1
            outcome.new.append(draft)
        } else if draft.changes.isEmpty {
            outcome.counts.unchanged += 1
        } else {
            outcome.counts.updated += 1
            outcome.changed.append(draft)
        }
    }

    private func sentence(for error: any Error) -> Phrase {
        switch error {
        case let problem as ImportProblem: problem.sentence
        case Failure.invalid(let errors): errors.map { "\(label(of: $0)): \($0.message)" }.sentences
        default: "This row could not be taken in."
        }
    }

    private func label(of error: FieldError) -> Phrase {
        type.field(String(error.field.prefix { $0 != "[" }))?.label ?? Phrase(english: error.field)
    }

    // MARK: Writing

    private func write(_ outcome: Outcome) async throws {
        if !outcome.new.isEmpty {
            let copy = RecordWriting(type).copy(outcome.new, by: scope.actor.userID, at: scope.now)
            try await transaction.copyIn(copy.statement) { try await $0.write(copy.rows) }
        }
        let store = RecordStore(type, in: scope)
        for draft in outcome.changed { try await store.write(draft, in: transaction) }
        let drafts = outcome.new + outcome.changed
        if drafts.isEmpty { return }
        let events = outcome.new.map { RecordChange($0).event("created") } + outcome.changed.map { RecordChange($0).event("updated") }
        _ = try await transaction.pipeline(type.children(drafts) + [events.insertion(by: scope.actor, at: scope.now)])
        transaction.willChange([type.name])
    }
}

extension [Phrase] {
    /// One after the other.
    fileprivate var sentences: Phrase {
        dropFirst().reduce(first ?? "") { "\($0) \($1)" }
    }
}

/// Why a row stays out.
struct ImportProblem: Error {
    let sentence: Phrase

    init(_ sentence: Phrase) {
        self.sentence = sentence
    }
}
