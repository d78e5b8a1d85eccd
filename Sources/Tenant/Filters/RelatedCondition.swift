import Web

/// One question about the records that hang together with one.
public struct RelatedCondition: Sendable, Hashable {
    let relation: String
    let quantity: RelatedQuantity
    /// What is summed up; nil where records are counted.
    let field: String?
    /// How the number compares; nil for `any` and `none`.
    let comparison: FilterOperator?
    let values: [String]
    /// Which of them are meant; nil for all.
    let filter: Filter?
}

/// What of the related records is asked about.
public enum RelatedQuantity: String, Sendable, CaseIterable {
    case any, none, count, sum, min, max

    /// The questions that its number can be asked; none where there is no number.
    var operators: [FilterOperator] {
        switch self {
        case .any, .none: []
        case .count, .sum, .min, .max: [.gte, .lte, .eq, .neq, .gt, .lt, .between]
        }
    }

    var needsField: Bool {
        switch self {
        case .any, .none, .count: false
        case .sum, .min, .max: true
        }
    }

    var label: Phrase {
        switch self {
        case .any: "at least one"
        case .none: "none"
        case .count: "the number of them"
        case .sum: "the sum of"
        case .min: "the lowest"
        case .max: "the highest"
        }
    }
}

extension RecordType {
    /// What sums can be asked of.
    var summableFields: [Field] { fields(for: .filter).filter(\.isNumeric) }
}
