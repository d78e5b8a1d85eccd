import Foundation
import Platform
import Web

/// A filter while somebody is writing it: parts may be incomplete, and say what is wrong with them.
struct FilterDraft: Sendable {
    enum Kind: String, Sendable { case condition, group, related }

    /// How the parts of a group go together.
    enum Join: String, Sendable, CaseIterable { case all, any, none }

    var kind: Kind
    /// Of a group, and of what related records must fit.
    var join = Join.all
    var parts: [FilterDraft] = []
    /// Of a condition; of a related one the number that is asked about.
    var field = ""
    var op = ""
    var values: [String] = []
    var relation = ""
    var quantity = RelatedQuantity.any
    var problem: Phrase?

    static func group(_ parts: [FilterDraft] = []) -> FilterDraft { FilterDraft(kind: .group, parts: parts) }
    static let blank = FilterDraft(kind: .condition)

    /// What comes out of a filter that is there already.
    init(_ filter: Filter) {
        switch filter {
        case .condition(let condition):
            self.init(kind: .condition, field: condition.field, op: condition.comparison.rawValue, values: condition.values)
        case .all(let parts): self.init(kind: .group, join: .all, parts: parts.map { FilterDraft($0) })
        case .any(let parts): self.init(kind: .group, join: .any, parts: parts.map { FilterDraft($0) })
        case .not(.any(let parts)): self.init(kind: .group, join: .none, parts: parts.map { FilterDraft($0) })
        case .not(let part): self.init(kind: .group, join: .none, parts: [FilterDraft(part)])
        case .related(let condition): self.init(condition)
        }
    }

    private init(_ condition: RelatedCondition) {
        self.init(kind: .related, field: condition.field ?? "", op: condition.comparison?.rawValue ?? "", values: condition.values)
        (relation, quantity) = (condition.relation, condition.quantity)
        guard let filter = condition.filter else { return }
        let inner = FilterDraft(filter)
        (join, parts) = inner.kind == .group ? (inner.join, inner.parts) : (.all, [inner])
    }

    init(
        kind: Kind, join: Join = .all, parts: [FilterDraft] = [], field: String = "", op: String = "", values: [String] = []
    ) {
        (self.kind, self.join, self.parts, self.field, self.op, self.values) = (kind, join, parts, field, op, values)
    }

    /// The tree as it stands, without what is still blank; nil where nothing is left.
    func filter(_ parser: FilterParser) throws -> Filter? {
        switch kind {
        case .condition: return isBlank ? nil : try parser.parse(json)
        case .group: return try joined(parser)
        case .related:
            if isBlank { return nil }
            let alone = try parser.parse(json)
            guard case .related(let question) = alone, let target = parser.viewer.relation(relation, of: parser.type)?.target else {
                return alone
            }
            return .related(
                RelatedCondition(
                    relation: question.relation, quantity: question.quantity, field: question.field, comparison: question.comparison,
                    values: question.values, filter: try joined(FilterParser(target, for: parser.viewer))))
        }
    }

    private func joined(_ parser: FilterParser) throws -> Filter? {
        let filters = try parts.compactMap { try $0.filter(parser) }
        if filters.isEmpty { return nil }
        return switch join {
        case .all: filters.count == 1 ? filters[0] : .all(filters)
        case .any: filters.count == 1 ? filters[0] : .any(filters)
        case .none: .not(filters.count == 1 ? filters[0] : .any(filters))
        }
    }

    var isBlank: Bool { kind == .related ? relation.isEmpty : kind == .condition && field.isEmpty }

    /// Without the parts inside of it.
    private var json: JSONValue {
        var object = JSONObject()
        if kind == .related {
            object["related"] = .string(relation)
            object["quantity"] = .string(quantity.rawValue)
            if quantity.needsField { object["field"] = .string(field) }
        } else {
            object["field"] = .string(field)
        }
        if kind == .condition || !quantity.operators.isEmpty {
            object["op"] = .string(op)
            object["value"] = .array(values.map { .string($0) })
        }
        return .object(object)
    }

    /// Notes on each part what is wrong with it. True where nothing is.
    mutating func check(_ compiler: FilterCompiler) -> Bool {
        problem = nil
        var isFine = true
        if kind != .group, !isBlank {
            do {
                var alone = self
                alone.parts = []
                if let filter = try alone.filter(FilterParser(compiler.type, for: compiler.viewer)) { _ = try compiler.compile(filter) }
            } catch Failure.invalid(let errors) {
                (problem, isFine) = (errors.first?.message, false)
            } catch {
                (problem, isFine) = ("This cannot be asked.", false)
            }
        }
        var inner = compiler
        if kind == .related {
            guard let target = compiler.viewer.relation(relation, of: compiler.type)?.target else { return isFine }
            inner = FilterCompiler(type: target, viewer: compiler.viewer, now: compiler.now)
        }
        for index in parts.indices where !parts[index].check(inner) { isFine = false }
        return isFine
    }
}
