import Foundation
import Platform
import Web

/// Reads filters as clients write them, as parameters or as a JSON tree, and refuses what is neither.
struct FilterParser {
    let type: RecordType
    let viewer: Viewer
    /// Deep nesting and long lists cost the database more than any person's question needs.
    private static let depthLimit = 8
    private static let conditionLimit = 50
    private static let valueLimit = 200

    init(_ type: RecordType, for viewer: Viewer) {
        (self.type, self.viewer) = (type, viewer)
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

    /// `{"and":[…]}`, `{"or":[…]}`, `{"not":…}`, `{"field":"stage","op":"eq","value":"new"}` or
    /// `{"related":"contacts","quantity":"count","op":"gte","value":3,"where":{…}}`.
    func parse(_ json: JSONValue) throws -> Filter {
        let filter = try parse(json, depth: 0)
        guard filter.size <= Self.conditionLimit else { throw Self.tooComplex }
        return filter
    }

    func parse(_ json: JSONValue, depth: Int) throws -> Filter {
        guard depth < Self.depthLimit else { throw Self.tooComplex }
        guard let object = json.object else { throw Self.malformed }
        if object.names == ["and"] { return .all(try parts(object["and"], depth)) }
        if object.names == ["or"] { return .any(try parts(object["or"], depth)) }
        if object.names == ["not"], let inner = object["not"] { return .not(try parse(inner, depth: depth + 1)) }
        if object["related"] != nil { return try related(object, depth) }
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
        return .condition(try condition(field, comparison, try Self.values(object["value"]), named: "filter"))
    }

    static func values(_ json: JSONValue?) throws -> [String] {
        switch json {
        case nil, .null?: []
        case .array(let items)?: try items.map(text)
        case let value?: [try text(value)]
        }
    }

    private static func text(_ json: JSONValue) throws -> String {
        switch json {
        case .string(let text): return text
        case .int(let number): return String(number)
        case .double(let number): return number.description
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
        return FilterCondition(field: name, comparison: known, values: try Self.checked(values, for: known, named: parameter))
    }

    static func checked(_ values: [String], for known: FilterOperator, named parameter: String) throws -> [String] {
        let values = known.arity == 0 ? [] : values
        if let arity = known.arity, arity != values.count {
            let sentence = Phrase.plural(
                arity, one: "\"\(known.rawValue)\" takes \(arity) value.", other: "\"\(known.rawValue)\" takes \(arity) values.")
            throw Failure.invalid(parameter, "invalid", sentence)
        }
        guard known.arity != nil || !values.isEmpty else {
            throw Failure.invalid(parameter, "invalid", "\"\(known.rawValue)\" takes one value or more, with commas between.")
        }
        guard values.count <= valueLimit else { throw tooComplex }
        return values
    }

    static let malformed = Failure.invalid(
        "filter", "malformed",
        "A filter is {\"and\":[…]}, {\"or\":[…]}, {\"not\":…}, {\"field\",\"op\",\"value\"} or {\"related\",\"quantity\",\"where\"}.")
    private static let tooComplex = Failure.invalid("filter", "too_complex", "This filter asks too much at once: make it smaller.")
}
