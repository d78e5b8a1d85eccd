import Foundation
import Web

/// Reads filters as clients write them, as parameters or as a JSON tree, and refuses what is neither.
struct FilterParser {
    let type: RecordType
    /// Deep nesting and long lists cost the database more than any person's question needs.
    private static let depthLimit = 8
    private static let conditionLimit = 50
    private static let valueLimit = 200

    init(_ type: RecordType) {
        self.type = type
    }

    /// Several conditions, all of which must hold.
    func parse(_ parameters: [FilterParameter]) throws -> Filter? {
        guard parameters.count <= Self.conditionLimit else { throw Self.tooComplex }
        return .together(
            try parameters.map { parameter in
                .condition(
                    try condition(parameter.field, parameter.op, parameter.values, named: "filter[\(parameter.field)][\(parameter.op)]"))
            })
    }

    /// `{"and":[…]}`, `{"or":[…]}`, `{"not":…}` or `{"field":"stage","op":"eq","value":"new"}`.
    func parse(_ json: JSONValue) throws -> Filter {
        let filter = try parse(json, depth: 0)
        guard filter.fieldNames.count <= Self.conditionLimit else { throw Self.tooComplex }
        return filter
    }

    private func parse(_ json: JSONValue, depth: Int) throws -> Filter {
        guard depth < Self.depthLimit else { throw Self.tooComplex }
        guard let object = json.object else { throw Self.malformed }
        if object.names == ["and"] { return .all(try parts(object["and"], depth)) }
        if object.names == ["or"] { return .any(try parts(object["or"], depth)) }
        if object.names == ["not"], let inner = object["not"] { return .not(try parse(inner, depth: depth + 1)) }
        return try leaf(object)
    }

    private func parts(_ json: JSONValue?, _ depth: Int) throws -> [Filter] {
        guard let array = json?.array, !array.isEmpty else { throw Self.malformed }
        return try array.map { try parse($0, depth: depth + 1) }
    }

    private func leaf(_ object: JSONObject) throws -> Filter {
        guard Set(object.names).isSubset(of: ["field", "op", "value"]), let field = object["field"]?.string,
            let comparison = object["op"]?.string
        else { throw Self.malformed }
        let values: [String]
        switch object["value"] {
        case nil, .null?: values = []
        case .array(let items)?: values = try items.map(Self.text)
        case let value?: values = [try Self.text(value)]
        }
        return .condition(try condition(field, comparison, values, named: "filter"))
    }

    private static func text(_ json: JSONValue) throws -> String {
        switch json {
        case .string(let text): return text
        case .int(let number): return String(number)
        case .bool(let flag): return flag ? "true" : "false"
        default: throw malformed
        }
    }

    private func condition(_ name: String, _ comparison: String, _ values: [String], named parameter: String) throws -> FilterCondition {
        guard let field = type.field(name), field.uses.contains(.filter) else {
            throw Failure.invalid(parameter, "unknown_field", "\(type.pluralLabel) have no filterable field \"\(name)\".")
        }
        guard let known = FilterOperator(rawValue: comparison), field.type.operators.contains(known) else {
            let choices = field.type.operators.map(\.rawValue).joined(separator: ", ")
            throw Failure.invalid(parameter, "unknown_operator", "\(field.label) can be asked with: \(choices).")
        }
        var values = values
        if known.arity == 0 { values = [] }
        if let arity = known.arity, arity != values.count {
            let sentence = Phrase.plural(
                arity, one: "\"\(known.rawValue)\" takes \(arity) value.", other: "\"\(known.rawValue)\" takes \(arity) values.")
            throw Failure.invalid(parameter, "invalid", sentence)
        }
        guard known.arity != nil || !values.isEmpty else {
            throw Failure.invalid(parameter, "invalid", "\"\(known.rawValue)\" takes one value or more, with commas between.")
        }
        guard values.count <= Self.valueLimit else { throw Self.tooComplex }
        return FilterCondition(field: name, comparison: known, values: values)
    }

    private static let malformed = Failure.invalid(
        "filter", "malformed", "A filter is {\"and\":[…]}, {\"or\":[…]}, {\"not\":…} or {\"field\",\"op\",\"value\"}.")
    private static let tooComplex = Failure.invalid("filter", "too_complex", "This filter asks too much at once: make it smaller.")
}
