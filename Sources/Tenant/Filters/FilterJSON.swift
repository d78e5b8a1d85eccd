import Web

extension Filter {
    /// The tree as clients write it, and as views keep it.
    var json: JSONValue {
        switch self {
        case .all(let parts): ["and": .array(parts.map(\.json))]
        case .any(let parts): ["or": .array(parts.map(\.json))]
        case .not(let part): ["not": part.json]
        case .condition(let condition): condition.json
        case .related(let condition): condition.json
        }
    }
}

extension FilterCondition {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["field"] = .string(field)
        object["op"] = .string(comparison.rawValue)
        object["value"] = valuesJSON(values, comparison)
        return .object(object)
    }
}

extension RelatedCondition {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["related"] = .string(relation)
        object["quantity"] = .string(quantity.rawValue)
        object["field"] = field.map { .string($0) }
        object["op"] = comparison.map { .string($0.rawValue) }
        object["value"] = comparison.flatMap { valuesJSON(values, $0) }
        object["where"] = filter?.json
        return .object(object)
    }
}

private func valuesJSON(_ values: [String], _ comparison: FilterOperator) -> JSONValue? {
    switch comparison.arity {
    case 0: nil
    case 1: .string(values.first ?? "")
    default: .array(values.map { .string($0) })
    }
}
