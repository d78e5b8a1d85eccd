import Foundation
import Web

/// The one filter language: what views, lists, exports and whatever else narrows records down is parsed into.
public indirect enum Filter: Sendable, Hashable {
    case all([Filter])
    case any([Filter])
    case not(Filter)
    case condition(FilterCondition)
    case related(RelatedCondition)

    /// The fields of the record itself that it asks about.
    var fieldNames: [String] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.fieldNames)
        case .not(let part): part.fieldNames
        case .condition(let condition): [condition.field]
        case .related: []
        }
    }

    /// How many questions it asks.
    var size: Int {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.size }
        case .not(let part): part.size
        case .condition: 1
        case .related(let condition): 1 + (condition.filter?.size ?? 0)
        }
    }

    /// Its parts where all of them must hold, else itself alone.
    var parts: [Filter] {
        if case .all(let parts) = self { parts } else { [self] }
    }

    /// Several filters together; nil where there are none.
    static func together(_ filters: [Filter]) -> Filter? {
        filters.count > 1 ? .all(filters) : filters.first
    }
}

/// One question about one field.
public struct FilterCondition: Sendable, Hashable {
    let field: String
    let comparison: FilterOperator
    /// As written; checked against the field's type when compiled.
    let values: [String]

    /// As in an address: `filter[stage][eq]`.
    var parameter: String { "filter[\(field)][\(comparison.rawValue)]" }
    /// The values as they stand behind it.
    var written: String { FilterParameter(field: field, op: comparison.rawValue, values: values).written }
}

public enum FilterOperator: String, Sendable, CaseIterable {
    case eq, neq, `in`, nin, contains, ncontains, starts, ends, gt, gte, lt, lte, between, empty, nempty, before, after, within

    /// How many values it takes; nil is one or more.
    var arity: Int? {
        switch self {
        case .empty, .nempty: 0
        case .between: 2
        case .in, .nin: nil
        default: 1
        }
    }

    var label: Phrase {
        switch self {
        case .eq: "is"
        case .neq: "is not"
        case .in: "is any of"
        case .nin: "is none of"
        case .contains: "contains"
        case .ncontains: "does not contain"
        case .starts: "starts with"
        case .ends: "ends with"
        case .gt: "is more than"
        case .gte: "is at least"
        case .lt: "is less than"
        case .lte: "is at most"
        case .between: "is between"
        case .empty: "is empty"
        case .nempty: "is not empty"
        case .before: "is before"
        case .after: "is after"
        case .within: "is within"
        }
    }
}

extension FieldType {
    /// The questions one can ask of a field of this type, the commonest first.
    var operators: [FilterOperator] {
        switch self {
        case .text, .longText, .email, .phone, .url:
            [.contains, .ncontains, .eq, .neq, .starts, .ends, .in, .nin, .empty, .nempty]
        case .choice: [.eq, .neq, .in, .nin, .empty, .nempty]
        case .tags, .choices: [.eq, .neq, .in, .nin, .empty, .nempty]
        case .integer, .number, .money: [.eq, .neq, .gt, .gte, .lt, .lte, .between, .empty, .nempty]
        case .date, .instant: [.within, .before, .after, .between, .eq, .neq, .gt, .gte, .lt, .lte, .empty, .nempty]
        case .bool: [.eq, .neq]
        case .user, .link: [.eq, .neq, .in, .nin, .empty, .nempty]
        case .rows, .custom: []
        }
    }
}
