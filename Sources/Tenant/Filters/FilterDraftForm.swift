import Foundation
import Platform
import Web

extension FilterDraft {
    /// Reads what the builder's form sent. A part's place in the tree is its name: `f.0.2.field`.
    init(_ form: FormData, at path: String = "f", of type: RecordType, for viewer: Viewer, depth: Int = 0) {
        let kind = depth == 0 ? .group : Kind(rawValue: form.string("\(path).kind")) ?? .condition
        self.init(kind: kind, join: Join(rawValue: form.string("\(path).join")) ?? .all)
        (field, op, relation) = (form.string("\(path).field"), form.string("\(path).op"), form.string("\(path).relation"))
        quantity = RelatedQuantity(rawValue: form.string("\(path).quantity")) ?? .any
        values = Self.values(form, path, op)
        guard kind != .condition, depth < Self.depthLimit else { return }
        let inside = kind == .related ? viewer.relation(relation, of: type)?.target : type
        var index = 0
        while let inside, form.contains("\(path).\(index).kind"), index < Self.partLimit {
            parts.append(FilterDraft(form, at: "\(path).\(index)", of: inside, for: viewer, depth: depth + 1))
            index += 1
        }
    }

    static let depthLimit = 6
    private static let partLimit = 50

    /// As many as the question takes. One that takes any number has them chosen one by one, or typed with commas between.
    private static func values(_ form: FormData, _ path: String, _ op: String) -> [String] {
        let given = form.strings("\(path).value").filter { !$0.isEmpty }
        let arity = FilterOperator(rawValue: op)?.arity
        if FilterOperator(rawValue: op) == nil || arity == 1 { return Array(given.prefix(1)) }
        if arity == 2 { return [given.first, form.nonEmpty("\(path).value2")].compactMap { $0 } }
        if arity == 0 { return [] }
        if given.count == 1 { return FilterParameter(field: "", op: "in", written: given[0]).values.filter { !$0.isEmpty } }
        return given
    }

    /// What a button of the builder asks for, such as `add:f.0` or `remove:f.0.1`.
    mutating func perform(_ deed: String) {
        let parts = deed.split(separator: ":")
        guard parts.count == 2 else { return }
        let path = parts[1].split(separator: ".").dropFirst().compactMap { Int($0) }
        switch parts[0] {
        case "add": at(path[...]) { $0.parts.append(.blank) }
        case "group": at(path[...]) { $0.parts.append(FilterDraft(kind: .group, join: .any, parts: [.blank])) }
        case "relate": at(path[...]) { $0.parts.append(FilterDraft(kind: .related)) }
        case "remove":
            guard let last = path.last else { return }
            at(path.dropLast()) { if $0.parts.indices.contains(last) { $0.parts.remove(at: last) } }
        default: break
        }
    }

    private mutating func at(_ path: ArraySlice<Int>, _ change: (inout FilterDraft) -> Void) {
        guard let first = path.first else { return change(&self) }
        guard parts.indices.contains(first) else { return }
        parts[first].at(path.dropFirst(), change)
    }

    /// Questions suit the field that was chosen; where it was changed, the first that suits takes the place of one that does not.
    mutating func settle(_ type: RecordType, for viewer: Viewer) {
        switch kind {
        case .condition:
            if let operators = type.field(field)?.type.operators, !operators.contains(where: { $0.rawValue == op }) {
                (op, values) = (operators.first?.rawValue ?? "", [])
            }
        case .group: for index in parts.indices { parts[index].settle(type, for: viewer) }
        case .related:
            guard let target = viewer.relation(relation, of: type)?.target else {
                parts = []
                return
            }
            if quantity.needsField, !target.summableFields.contains(where: { $0.name == field }) {
                if let first = target.summableFields.first { field = first.name } else { quantity = .count }
            }
            if !quantity.operators.isEmpty, !quantity.operators.contains(where: { $0.rawValue == op }) {
                (op, values) = (FilterOperator.gte.rawValue, quantity == .count ? ["1"] : values)
            }
            for index in parts.indices { parts[index].settle(target, for: viewer) }
        }
    }
}
