import Foundation
import Platform
import Postgres
import Web

/// What several records come to as one: for each field the value to keep, and why that one.
struct MergeProposal: Sendable {
    /// The one that stays comes first.
    let records: [Record]
    let lines: [Line]

    /// One field of the merged record.
    struct Line: Sendable {
        let field: Field
        /// What each record has, in the order of the records.
        let values: [FieldValue]
        /// When each record got its value, as far as the log knows.
        let since: [Date?]
        /// Whose value stays; nil where all of them are united.
        let chosen: Int?

        /// Whether there is anything to choose.
        var isOpen: Bool {
            chosen != nil && Set(values.filter { !$0.isEmpty && $0 != .bool(false) }).count > 1
        }

        var isEmpty: Bool { values.allSatisfy { $0.isEmpty || $0 == .bool(false) } }
    }

    /// - Parameters:
    ///   - since: when which record got which field, from `MergeQueries.provenance`.
    ///   - choices: by field, the id of the record whose value somebody wants to keep.
    init(_ records: [Record], since: [UUID: [String: Date]], choices: [String: UUID] = [:]) {
        self.records = records
        let ids = records.map(\.id)
        lines = (records.first?.type.fields ?? []).filter { $0.uses.contains(.audit) }.map { field in
            let values = records.map { $0[field.name] }
            let since = records.map { since[$0.id]?[field.name] }
            let wanted = choices[field.name].flatMap { ids.firstIndex(of: $0) }
            return Line(
                field: field, values: values, since: since,
                chosen: field.isUnited ? nil : wanted ?? Self.best(field, values, since, records: records))
        }
    }

    /// The newest that says something. Who looks after the record that stays goes on doing so; a yes is never lost.
    private static func best(_ field: Field, _ values: [FieldValue], _ since: [Date?], records: [Record]) -> Int {
        if case .user = field.type, !values[0].isEmpty { return 0 }
        let saying = values.indices.filter { !values[$0].isEmpty && values[$0] != .bool(false) }
        return saying.max { (since[$0] ?? records[$0].createdAt, -$0) < (since[$1] ?? records[$1].createdAt, -$1) } ?? 0
    }

    /// Makes the draft of the record that stays what the records come to.
    func fill(_ draft: inout Draft) {
        let ids = Set(records.map(\.id))
        for line in lines {
            var value = line.chosen.map { line.values[$0] } ?? MergedList.united(line.values, of: line.field)
            // A record does not stand below itself.
            if let id = value.id, ids.contains(id) {
                value = line.values.first { $0.id.map { !ids.contains($0) } ?? false } ?? .null
            }
            if !value.means(draft[line.field.name]) { draft[line.field.name] = value }
        }
    }
}

extension Field {
    /// Whether a merged record keeps everything that each of them has.
    var isUnited: Bool {
        switch FieldValue.empty(of: type) {
        case .tags, .rows: true
        default: false
        }
    }
}

extension Record {
    var createdAt: Date {
        if case .instant(let date) = self["created_at"] { date } else { .distantPast }
    }
}
