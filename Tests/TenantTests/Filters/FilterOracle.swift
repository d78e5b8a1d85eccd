import Foundation
import Web

/// The filter language a second time, over records as clients see them: slow, obvious, and without a database.
struct FilterOracle {
    enum Kind { case text, choice, tags, number, date, flag, link }

    /// The kinds of the fields that are asked about.
    let kinds: [String: Kind]
    /// Fields whose value is not simply the member of the same name.
    var paths: [String: @Sendable (JSONValue) -> JSONValue?] = [:]
    /// What questions about related records are answered by.
    var related: @Sendable (_ record: JSONValue, _ question: JSONValue) -> Bool = { _, _ in false }

    func matches(_ record: JSONValue, _ filter: JSONValue) -> Bool {
        if let parts = filter["and"]?.array { return parts.allSatisfy { matches(record, $0) } }
        if let parts = filter["or"]?.array { return parts.contains { matches(record, $0) } }
        if let part = filter["not"] { return !matches(record, part) }
        if filter["related"] != nil { return related(record, filter) }
        let values = filter["value"]?.array ?? filter["value"].map { [$0] } ?? []
        return holds(record, filter["field"]?.string ?? "", filter["op"]?.string ?? "", values)
    }

    private func holds(_ record: JSONValue, _ field: String, _ op: String, _ wanted: [JSONValue]) -> Bool {
        let value = paths[field]?(record) ?? record[field] ?? .null
        switch kinds[field] {
        case .tags: return tags(Set(value.array ?? []), op, Set(wanted))
        case .number: return ordered(value.int ?? value["amount"]?.int, op, wanted.compactMap(\.int))
        case .date: return ordered(value.string, op, wanted.compactMap(\.string))
        case .flag: return (value == wanted[0]) == (op == "eq")
        default: return text((value.string ?? "").lowercased(), op, wanted.compactMap { $0.string?.lowercased() })
        }
    }

    private func text(_ value: String, _ op: String, _ wanted: [String]) -> Bool {
        switch op {
        case "empty": value.isEmpty
        case "nempty": !value.isEmpty
        case "contains": value.contains(wanted[0])
        case "ncontains": !value.contains(wanted[0])
        case "starts": value.hasPrefix(wanted[0])
        case "ends": value.hasSuffix(wanted[0])
        case "neq", "nin": !wanted.contains(value)
        default: wanted.contains(value)
        }
    }

    private func tags(_ value: Set<JSONValue>, _ op: String, _ wanted: Set<JSONValue>) -> Bool {
        switch op {
        case "empty": value.isEmpty
        case "nempty": !value.isEmpty
        case "neq", "nin": value.isDisjoint(with: wanted)
        default: !value.isDisjoint(with: wanted)
        }
    }

    /// What is not there is neither more nor less than anything, but is different from everything.
    func ordered<T: Comparable>(_ value: T?, _ op: String, _ wanted: [T]) -> Bool {
        switch op {
        case "empty": return value == nil
        case "nempty": return value != nil
        case "neq": return value != wanted[0]
        default: break
        }
        guard let value else { return false }
        return switch op {
        case "gt", "after": value > wanted[0]
        case "gte": value >= wanted[0]
        case "lt", "before": value < wanted[0]
        case "lte": value <= wanted[0]
        case "between": wanted[0] <= value && value <= wanted[1]
        default: value == wanted[0]
        }
    }
}

extension FilterOracle.Kind {
    var operators: [String] {
        switch self {
        case .text: ["contains", "ncontains", "eq", "neq", "starts", "ends", "in", "nin", "empty", "nempty"]
        case .choice, .tags, .link: ["eq", "neq", "in", "nin", "empty", "nempty"]
        case .number: ["eq", "neq", "gt", "gte", "lt", "lte", "between", "empty", "nempty"]
        case .date: ["before", "after", "between", "eq", "neq", "gt", "gte", "lt", "lte", "empty", "nempty"]
        case .flag: ["eq", "neq"]
        }
    }
}
