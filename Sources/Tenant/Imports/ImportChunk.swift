import Foundation
import Platform
import Postgres
import Web

/// Some rows of a file, taken in (or only checked) within one transaction, with a number of statements that does not depend on
/// how many they are.
struct ImportChunk: Sendable {
    let source: Import
    let reading: ImportReading
    let isCheck: Bool
    let transaction: TenantTransaction

    private var type: RecordType { source.type }
    private var scope: TenantScope { transaction.scope }
    private var names: ImportLinks { ImportLinks(source: source, isCheck: isCheck, transaction: transaction) }
    private var chunk: RecordChunk { RecordChunk(type, in: transaction) }

    /// What the rows come to.
    struct Outcome: Sendable {
        var counts = Import.Counts()
        var rejects: [ImportReject] = []
        var links: [PendingLink] = []
    }

    func take(_ rows: [ImportRow], _ memory: inout ImportMemory) async throws -> Outcome {
        let matches = try await ImportMatches(type: type, keys: reading.keys.map(\.key), transaction: transaction).find(rows)
        let known = try await chunk.lock(matches.compactMap { if case .one(let id) = $0 { id } else { nil } }, for: .edit)
        var sorting = ImportSorting(source: source, viewer: scope.viewer, known: known)
        for (row, match) in zip(rows, matches) { sorting.sort(row, match) }

        var outcome = Outcome()
        let targets = try await names.targets(sorting.wantedNames, &memory, &outcome.counts)
        let people = reading.readsPeople ? try await names.people() : [:]
        let filling = ImportFilling(source: source, viewer: scope.viewer, links: names, people: people, targets: targets)
        let filled = sorting.cases.map { filling.fill($0, &sorting.drafts) }
        let prepared = try await chunk.prepare(sorting.order.compactMap { sorting.drafts[$0] }, knowing: filling.knownIDs)
        count(sorting, filled, prepared, &memory, &outcome)
        if !isCheck { try await chunk.save(prepared.ready.filter { !$0.changes.isEmpty }) }
        return outcome
    }

    /// A row that breaks a rule which only the database knows.
    func refuse(_ rows: [ImportRow]) -> Outcome {
        var outcome = Outcome()
        let problem = ImportProblem("Another record has a value already that may be there only once.")
        for row in rows { reject(row, problem.sentence, &outcome) }
        return outcome
    }

    // MARK: Counting

    private func count(
        _ sorting: ImportSorting, _ filled: [ImportFilling.Filled], _ prepared: RecordChunk.Prepared, _ memory: inout ImportMemory,
        _ outcome: inout Outcome
    ) {
        let ready = Dictionary(uniqueKeysWithValues: prepared.ready.map { ($0.id, $0) })
        var seen: Set<UUID> = []
        for (entry, filled) in zip(sorting.cases, filled) {
            switch filled {
            case .refused(let sentence): reject(entry.row, sentence, &outcome)
            case .done(let id, let changed, let links):
                guard let draft = ready[id] else {
                    reject(entry.row, sentence(prepared.refused[id] ?? []), &outcome)
                    continue
                }
                let isFirst = seen.insert(id).inserted
                outcome.links += links
                let changes = isFirst && draft.old != nil ? !draft.changes.isEmpty || !links.isEmpty : changed
                count(entry.row, isNew: isFirst && draft.old == nil, changes: changes, &memory, &outcome)
                if isCheck { remember(draft, links, &memory) }
            }
        }
        for (row, sentence) in sorting.refused { reject(row, sentence, &outcome) }
    }

    private func count(_ row: ImportRow, isNew: Bool, changes: Bool, _ memory: inout ImportMemory, _ outcome: inout Outcome) {
        // What a check says is added would be there by now for later rows of the file.
        if isCheck, isNew, let known = memory.take(row, reading) {
            if known { outcome.counts.unchanged += 1 } else { outcome.counts.updated += 1 }
        } else if isNew {
            outcome.counts.created += 1
        } else if changes {
            outcome.counts.updated += 1
        } else {
            outcome.counts.unchanged += 1
        }
    }

    private func remember(_ draft: Draft, _ links: [PendingLink], _ memory: inout ImportMemory) {
        guard let match = links.first.flatMap({ names.target(of: $0.field) })?.match ?? ownMatch else { return }
        if let name = draft[type.nameField].text.flatMap({ match.normalised($0) }) { memory.ownNames.insert(name) }
        for link in links { if let name = match.normalised(link.name) { memory.wantedNames.insert(name) } }
    }

    /// How records of the type are called, where files link within it.
    private var ownMatch: MatchKey? {
        let linksWithin = reading.columns.contains { column in
            if case .link(let link)? = column.field.gathers, case .link(type.name)? = type.field(link)?.type { true } else { false }
        }
        return linksWithin ? type.matchKeys.first { $0.name == type.nameField } : nil
    }

    private func reject(_ row: ImportRow, _ sentence: Phrase, _ outcome: inout Outcome) {
        outcome.counts.rejected += 1
        outcome.rejects.append(ImportReject(row.record, scope.texts(sentence)))
    }

    private func sentence(_ errors: [FieldError]) -> Phrase {
        errors.isEmpty ? "This row could not be taken in." : errors.map { "\(label(of: $0)): \($0.message)" }.sentences
    }

    private func label(of error: FieldError) -> Phrase {
        type.whole.field(String(error.field.prefix { $0 != "[" }))?.label ?? Phrase(english: error.field)
    }
}

extension ImportMemory {
    /// Notes what a new record is recognised by.
    /// - Returns: nil where no earlier row has taken it; else whether that row said the same.
    fileprivate mutating func take(_ row: ImportRow, _ reading: ImportReading) -> Bool? {
        let print = row.fingerprint(reading)
        let keys = row.keys.enumerated().compactMap { place, key in key.map { "\(place) \($0)".hashValue } }
        let known = keys.compactMap { taken[$0] }.first
        for key in keys { taken[key] = print }
        return known.map { $0 == print }
    }
}

extension [Phrase] {
    /// One after the other.
    var sentences: Phrase {
        dropFirst().reduce(first ?? "") { "\($0) \($1)" }
    }
}
