import Foundation
import Platform
import Web

/// Which row is about which record: one that is there, one that an earlier row has begun, or a new one.
struct ImportSorting: Sendable {
    /// A row and the record that it fills.
    struct Case: Sendable {
        let row: ImportRow
        let id: UUID
    }

    let source: Import
    let viewer: Viewer
    let known: [UUID: Record]
    private(set) var cases: [Case] = []
    private(set) var refused: [(ImportRow, Phrase)] = []
    var drafts: [UUID: Draft] = [:]
    /// The ids of `drafts` as the file has them.
    private(set) var order: [UUID] = []
    /// The names that rows link to, by link field, as the file has them.
    private(set) var wantedNames: [String: [String]] = [:]
    /// The records that rows of this chunk have begun, by what they are recognised by.
    private var begun: [String: UUID] = [:]

    init(source: Import, viewer: Viewer, known: [UUID: Record]) {
        (self.source, self.viewer, self.known) = (source, viewer, known)
    }

    private var type: RecordType { source.type }

    mutating func sort(_ row: ImportRow, _ match: ImportMatches.Match) {
        do throws(ImportProblem) {
            if !row.problems.isEmpty { throw ImportProblem(row.problems.sentences) }
            let id = try record(for: row, match)
            cases.append(Case(row: row, id: id))
            want(row, drafts[id])
        } catch {
            refused.append((row, error.sentence))
        }
    }

    private mutating func record(for row: ImportRow, _ match: ImportMatches.Match) throws(ImportProblem) -> UUID {
        switch match {
        case .one(let id):
            guard let record = known[id] else { throw gone }
            if drafts[id] == nil { begin(Draft(changing: record)) }
            return id
        case .closed: throw gone
        case .several(let count, let key):
            throw ImportProblem(
                "\(type.label(of: key)): this fits \(count) \(type.pluralLabel.lowercased()), so it is not clear which is meant.")
        case .none, .keyless: return try new(row, match)
        }
    }

    private var gone: ImportProblem {
        ImportProblem("You may not change this \(type.label.lowercased()).")
    }

    private mutating func new(_ row: ImportRow, _ match: ImportMatches.Match) throws(ImportProblem) -> UUID {
        let keys = row.keys.enumerated().compactMap { place, key in key.map { "\(place) \($0)" } }
        if let id = keys.compactMap({ begun[$0] }).first { return id }
        if source.plan.mode == .update {
            if case .keyless = match { throw ImportProblem("There is nothing in this row to find the record by.") }
            throw ImportProblem("There is no such \(type.label.lowercased()).")
        }
        guard viewer.may(.create, type.name) else { throw ImportProblem("You may not add \(type.pluralLabel.lowercased()).") }
        var draft = Draft(new: type, id: .v7())
        draft["owner_id"] = viewer.userID.map { .id($0) } ?? .null
        begin(draft)
        for key in keys { begun[key] = draft.id }
        return draft.id
    }

    private mutating func begin(_ draft: Draft) {
        drafts[draft.id] = draft
        order.append(draft.id)
    }

    private mutating func want(_ row: ImportRow, _ draft: Draft?) {
        guard let draft else { return }
        for cell in row.cells {
            if case .link(let link, let name) = cell.content, cell.mayChange(draft) { wantedNames[link, default: []].append(name) }
        }
    }
}

/// Why a row stays out.
struct ImportProblem: Error {
    let sentence: Phrase

    init(_ sentence: Phrase) {
        self.sentence = sentence
    }
}
