import Foundation
import Platform
import Web

/// Where on a page of a grouped list each group begins, and how many belong to it.
struct ListGroups: Sendable {
    struct Group: Sendable {
        let value: FieldValue
        /// Counted up to `bound`; nil where a page has too many groups to count them all.
        let count: Int?
    }

    static let bound = 1_000
    private static let countedPerPage = 8

    let field: Field
    /// By the row that a group begins with.
    let beginnings: [Int: Group]

    /// Nil where the list is not grouped.
    static func load(_ state: ListState, _ records: [Record], _ query: RecordQuery, in scope: TenantScope) async throws -> ListGroups? {
        guard let field = state.look.grouping.flatMap({ state.type.field($0) }) else { return nil }
        let starts = records.indices.filter { $0 == 0 || records[$0][field.name] != records[$0 - 1][field.name] }
        let counts = try starts.prefix(countedPerPage).map { start in
            var group = query
            group.position = nil
            group.narrow(to: .together([state.filter, question(field, records[start][field.name])].compactMap { $0 }), at: scope.now)
            return try group.count(upTo: bound + 1)
        }
        let answers = counts.isEmpty ? [] : try await scope.database.read(counts)
        var beginnings: [Int: Group] = [:]
        for (place, start) in starts.enumerated() {
            let count = place < answers.count ? try answers[place].first?.decode(Int.self) : nil
            beginnings[start] = Group(value: records[start][field.name], count: count)
        }
        return ListGroups(field: field, beginnings: beginnings)
    }

    /// What all of a group have in common.
    private static func question(_ field: Field, _ value: FieldValue) -> Filter {
        let condition: FilterCondition =
            switch value {
            case .bool(let flag): FilterCondition(field: field.name, comparison: .eq, values: [flag ? "true" : "false"])
            case .id(let id): FilterCondition(field: field.name, comparison: .eq, values: [id.text])
            case .text(let text) where !text.isEmpty: FilterCondition(field: field.name, comparison: .eq, values: [text])
            default: FilterCondition(field: field.name, comparison: .empty, values: [])
            }
        return .condition(condition)
    }

    /// The people and records that groups are named after.
    var mentionedIDs: [UUID] { beginnings.values.compactMap(\.value.id) }

    /// The line above the row, if a group begins there.
    func heading(at row: Int, names: [String: String], shown: Shown) -> HTML? {
        beginnings[row].map { group in
            let count = group.count.map { $0 > Self.bound ? "\(shown.texts.grouped(Self.bound))+" : shown.texts.grouped($0) }
            return "\(label(group.value, names, shown))\(count.map { " <span class=\"count\">\($0)</span>" })"
        }
    }

    private func label(_ value: FieldValue, _ names: [String: String], _ shown: Shown) -> String {
        let texts = shown.texts
        if value.isEmpty, value != .bool(false) { return texts("No \(field.label.lowercased())") }
        switch value {
        case .id(let id): return names[id.text] ?? texts("Somebody else")
        case .bool: return "\(texts(field.label)): \(shown.text(value, field.type))"
        default: return shown.text(value, field.type)
        }
    }
}
