import Web

extension FilterParser {
    /// `{"related":"contacts","quantity":"count","op":"gte","value":3,"where":{…}}`
    func related(_ object: JSONObject, _ depth: Int) throws -> Filter {
        guard Set(object.names).isSubset(of: ["related", "quantity", "field", "op", "value", "where"]), let name = object["related"]?.string
        else { throw Self.malformed }
        guard let relation = viewer.relation(name, of: type) else {
            throw Failure.invalid("filter", "unknown_relation", "\(type.pluralLabel) have no related records \"\(name)\".")
        }
        guard let quantity = RelatedQuantity(rawValue: object["quantity"]?.string ?? "any") else {
            let known = RelatedQuantity.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure.invalid("filter", "unknown_quantity", "Related records can be asked for: \(known).")
        }
        let comparison = try quantity.operators.isEmpty ? nil : Self.comparison(object["op"]?.string, of: quantity)
        let values = try comparison.map { try Self.checked(Self.values(object["value"]), for: $0, named: "filter") } ?? []
        guard comparison != nil || (object["op"] == nil && object["value"] == nil) else { throw Self.malformed }
        var filter: Filter?
        if let inner = object["where"], !inner.isNull {
            filter = try FilterParser(relation.target, for: viewer).parse(inner, depth: depth + 1)
        }
        return .related(
            RelatedCondition(
                relation: name, quantity: quantity, field: try summed(object["field"], quantity, relation), comparison: comparison,
                values: values, filter: filter))
    }

    private func summed(_ json: JSONValue?, _ quantity: RelatedQuantity, _ relation: Relation) throws -> String? {
        guard quantity.needsField else {
            guard json == nil else { throw Self.malformed }
            return nil
        }
        guard let name = json?.string, let field = relation.target.field(name), field.uses.contains(.filter), field.isNumeric else {
            let known = relation.target.summableFields.map(\.name).joined(separator: ", ")
            throw Failure.invalid(
                "filter", "unknown_field",
                "\"\(quantity.rawValue)\" takes a number of \(relation.target.pluralLabel.lowercased()): \(known).")
        }
        return field.name
    }

    private static func comparison(_ text: String?, of quantity: RelatedQuantity) throws -> FilterOperator {
        guard let known = text.flatMap({ FilterOperator(rawValue: $0) }), quantity.operators.contains(known) else {
            let choices = quantity.operators.map(\.rawValue).joined(separator: ", ")
            throw Failure.invalid("filter", "unknown_operator", "\"\(quantity.rawValue)\" can be asked with: \(choices).")
        }
        return known
    }
}
