import Platform
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
        return Schema(["anyOf": .array((questions + related + branches).map(\.json))])
            .described(
                "One question, or several joined by `and`, `or` and `not`; at most 8 levels and 50 questions. Questions about related "
                    + "records see no more of them than the caller may."
            )
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

    /// Questions about related records: whether there are any, how many, or what they come to; `where` says which are meant.
    private var related: [Schema] {
        Viewer.system.relations(of: type).flatMap { relation -> [Schema] in
            let label = relation.label.lowercased()
            let what: [Schema.Property] = [
                .required("related", .oneOf([relation.name])),
                .optional("where", Schema.ref(RecordSchema(relation.target).nameOfFilter).described("Which \(label) are meant.")),
            ]
            let number: [Schema.Property] = [
                .required("op", .oneOf(RelatedQuantity.count.operators.map(\.rawValue))),
                .required("value", Schema(Self.value).described("A whole number. `between` takes a list of two.")),
            ]
            let summable = relation.target.summableFields.map(\.name)
            var questions: [Schema] = [
                .object(what + [.optional("quantity", Schema.oneOf(["any", "none"]).with("default", "any"))]),
                .object(what + [.required("quantity", .oneOf(["count"]))] + number),
            ]
            if !summable.isEmpty {
                let sums = Schema.oneOf(RelatedQuantity.allCases.filter(\.needsField).map(\.rawValue))
                questions.append(.object(what + [.required("quantity", sums), .required("field", .oneOf(summable))] + number))
            }
            return questions
        }
    }

    private static let value: JSONValue = ["type": ["string", "number", "boolean", "array", "null"]]

    private static func values(_ type: FieldType) -> String {
        let count = "`in` and `nin` take a list, `between` a list of two, `empty` and `nempty` nothing."
        return switch type {
        case .text, .longText, .email, .phone, .url, .tags, .rows, .custom: "A text. \(count)"
        case .choice(let choices), .choices(let choices): "One of: \(choices.map(\.value).joined(separator: ", ")). \(count)"
        case .integer: "A whole number. \(count)"
        case .number: "A number. \(count)"
        case .money: "An amount in minor units. \(count)"
        case .date, .instant:
            "A day like 2026-03-31, or an instant for fields that are one; or from where the viewer stands: "
                + "\(RelativeSpan.allCases.map(\.rawValue).joined(separator: ", ")), `last_14_days`, `next_2_weeks`, `30_days_ago`, "
                + "`in_3_months`. \(count)"
        case .bool: "true or false."
        case .user: "An id, `me`, or `my_team`. \(count)"
        case .link: "An id. \(count)"
        }
    }

    private var example: JSONValue {
        ["field": .string(type.nameField), "op": "contains", "value": "ada"]
    }
}
