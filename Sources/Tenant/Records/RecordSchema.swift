import Web

/// How the API describes a record type: what it answers, and what it takes.
struct RecordSchema {
    let type: RecordType

    init(_ type: RecordType) {
        self.type = type
    }

    /// The name of the component: `Contact`.
    var name: String { type.label }

    var components: [(name: String, schema: Schema)] {
        [(name, answer), ("New\(name)", body), ("\(name)Patch", body)]
    }

    private var answer: Schema {
        var properties: [Schema.Property] = [.required("id", Schema.uuid.readOnly())]
        properties += type.fields(for: .api).map { .required($0.name, answer($0)) }
        properties.append(.required("version", Schema.integer.readOnly()))
        return .object(properties, allowsMore: true)
    }

    private func answer(_ field: Field) -> Schema {
        let schema = schema(field.type).described(field.help ?? field.label)
        return field.isNullable || field.type.isText || field.uses == .system ? nullable(schema, field) : schema
    }

    private func nullable(_ schema: Schema, _ field: Field) -> Schema {
        field.uses == .system ? schema.readOnly() : schema.nullable()
    }

    private var body: Schema {
        let writable = type.fields(for: .api).filter { $0.uses != .system && $0.column != nil }
        return .object(writable.map { .optional($0.name, schema($0.type).nullable()) })
    }

    private func schema(_ type: FieldType) -> Schema {
        switch type {
        case .text(let limit): Schema.string.with("maxLength", .int(Int64(limit)))
        case .longText: Schema.string.with("maxLength", 20_000)
        case .email: .email
        case .phone: Schema.string.example("+49 30 901820")
        case .url: .url
        case .choice(let choices): .oneOf(choices.map(\.value))
        case .tags: .array(of: .string)
        case .integer(let range): Schema.integer.range(range)
        case .money: .object([.required("amount", .integer), .required("currency", Schema.string.with("pattern", "^[A-Z]{3}$"))])
        case .date: .date
        case .instant: .instant
        case .bool: .boolean
        case .user, .link: .uuid
        case .custom: Schema(["type": "object"])
        case .rows(let parts): .array(of: .object(parts.map { .optional($0.name, $0.isFlag ? .boolean : Schema.string.nullable()) }))
        }
    }
}
