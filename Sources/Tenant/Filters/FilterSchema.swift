import Web

/// The filter language of one record type as the API describes it: which fields can be asked what.
struct FilterSchema {
    let type: RecordType
    /// The component that this is, for trees in trees.
    let name: String

    var tree: Schema {
        let inner = Schema.ref(name)
        let parts = Schema.array(of: inner).with("minItems", 1)
        let branches: [Schema] = [
            .object([.required("and", parts)]), .object([.required("or", parts)]), .object([.required("not", inner)]),
        ]
        return Schema(["anyOf": .array((questions + branches).map(\.json))])
            .described("One question, or several joined by `and`, `or` and `not`; at most 8 levels and 50 questions.")
            .example(example)
    }

    /// Fields of one make-up are asked alike, so each make-up is described once.
    private var questions: [Schema] {
        var groups: [(operators: [FilterOperator], values: String, fields: [String])] = []
        for field in type.fields(for: .filter) {
            let (operators, values) = (field.type.operators, Self.values(field.type))
            if let known = groups.firstIndex(where: { $0.operators == operators && $0.values == values }) {
                groups[known].fields.append(field.name)
            } else {
                groups.append((operators, values, [field.name]))
            }
        }
        return groups.map { group in
            .object([
                .required("field", .oneOf(group.fields)), .required("op", .oneOf(group.operators.map(\.rawValue))),
                .optional("value", Schema(Self.value).described(group.values)),
            ])
        }
    }

    private static let value: JSONValue = ["type": ["string", "integer", "boolean", "array", "null"]]

    private static func values(_ type: FieldType) -> String {
        let count = "`in` and `nin` take a list, `between` a list of two, `empty` and `nempty` nothing."
        return switch type {
        case .text, .longText, .email, .phone, .url, .tags, .rows, .custom: "A text. \(count)"
        case .choice(let choices): "One of: \(choices.map(\.value).joined(separator: ", ")). \(count)"
        case .integer: "A whole number. \(count)"
        case .money: "An amount in minor units. \(count)"
        case .date, .instant:
            "A day like 2026-03-31, or an instant for fields that are one; with `within` also "
                + "\(RelativeSpan.allCases.map(\.rawValue).joined(separator: ", ")). \(count)"
        case .bool: "true or false."
        case .user: "An id, `me`, or `my_team`. \(count)"
        case .link: "An id. \(count)"
        }
    }

    private var example: JSONValue {
        ["field": .string(type.nameField), "op": "contains", "value": "ada"]
    }
}
