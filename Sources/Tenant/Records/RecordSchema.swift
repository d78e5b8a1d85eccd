import Web

/// How the API describes a record type: what it answers, what it takes, and what can be asked of its lists.
struct RecordSchema {
    let type: RecordType

    init(_ type: RecordType) {
        self.type = type
    }

    /// The name of the component: `Contact`.
    var name: String { type.label.description }
    var nameInList: String { "\(name)InList" }
    var nameOfFilter: String { "\(name)Filter" }

    var components: [(name: String, schema: Schema)] {
        [
            (name, answer), (nameInList, listed), ("New\(name)", new), ("\(name)Patch", patch),
            (nameOfFilter, FilterSchema(type: type, name: nameOfFilter).tree),
        ]
    }

    /// The parameters of the list; see `APIQuery`.
    var listParameters: [EndpointDescription.Parameter] {
        var parameters: [EndpointDescription.Parameter] = [
            .query("limit", .integer.range(1...200).with("default", 25), "How many records at most."),
            .query("cursor", .string, "Where to go on: `next_cursor` of the answer before, with the other parameters unchanged."),
        ]
        parameters += narrowing
        let fields = ["id", "version"] + type.fields(for: .api).map(\.name)
        parameters.append(.query("fields", .names(fields), "Only these fields."))
        if !relations.isEmpty { parameters.append(.query("include", .names(relations), "Name and id of these related records, too.")) }
        parameters.append(.query("total", .boolean, "Whether to count: exact up to 10,000, an estimate beyond."))
        return parameters
    }

    /// The parameters that say which records, in which order.
    var narrowing: [EndpointDescription.Parameter] {
        let sortable = type.fields(for: .sort).map(\.name)
        let question = "filter[\(type.nameField)][contains]=a"
        return [
            .query(
                "sort", .names(sortable.flatMap { [$0, "-\($0)"] }).example([.string(type.defaultSort.parameter)]),
                "In order of weight; a minus before what descends."),
            .query("q", Schema.string, "Quick search: records that hold all of these words."),
            .query(
                "view", .uuid,
                "A saved view: its filter and search hold besides the other parameters, and its order where `sort` says none."),
            .json(
                "filter", .ref(nameOfFilter),
                "A filter as a JSON tree. Plain questions can also be written `\(question)`, field and operator in brackets, as often "
                    + "as there are questions; all of them must hold. Lists of values have commas between."),
        ]
    }

    /// The links that `include` can follow.
    private var relations: [String] {
        type.fields.filter { $0.join != nil && type.field($0.name + "_id") != nil }.map(\.name)
    }

    private var answer: Schema {
        .object(members { .required($0, $1) }, allowsMore: true)
    }

    /// In a list, the client may ask for some fields only, and for related records besides.
    private var listed: Schema {
        var members = members { .optional($0, $1) }
        let relation = Schema.object([.required("id", .uuid), .required("name", .string)]).nullable()
        members += relations.map { .optional($0, relation.described("With `include=\($0)`.")) }
        return .object(members, allowsMore: true)
    }

    private func members(_ asked: (String, Schema) -> Schema.Property) -> [Schema.Property] {
        [.required("id", Schema.uuid.readOnly())] + type.fields(for: .api).map { asked($0.name, answer($0)) }
            + [.required("version", Schema.integer.readOnly().described("Counts the changes; the number in its ETag."))]
    }

    private func answer(_ field: Field) -> Schema {
        let schema = described(field)
        if field.uses == .system { return schema.readOnly() }
        if case .choice = field.type { return schema.nullable() }
        return field.isNullable || field.type.isText ? schema.nullable() : schema
    }

    private var patch: Schema {
        .object(writable.map { .optional($0.name, described($0).nullable()) })
    }

    private var new: Schema {
        guard type.needs.count > 1 else {
            return .object(
                writable.map { type.needs == [$0.name] ? .required($0.name, described($0)) : .optional($0.name, described($0).nullable()) })
        }
        return patch.with("anyOf", .array(type.needs.map { ["required": [.string($0)]] }))
    }

    private var writable: [Field] {
        type.fields(for: .api).filter { $0.uses != .system && $0.column != nil }
    }

    private func described(_ field: Field) -> Schema {
        let schema = schema(field.type).described((field.help ?? field.label).description)
        return field.example.map { schema.example($0) } ?? schema
    }

    private func schema(_ type: FieldType) -> Schema {
        switch type {
        case .text(let limit): Schema.string.with("maxLength", .int(Int64(limit)))
        case .longText: Schema.string.with("maxLength", 20_000)
        case .email: .email
        case .phone: Schema.string.with("maxLength", 60)
        case .url: .url
        case .choice(let choices): .oneOf(choices.map(\.value))
        case .tags: Schema.array(of: Schema.string.with("maxLength", 50)).with("maxItems", 50)
        case .choices(let choices): Schema.array(of: .oneOf(choices.map(\.value))).with("uniqueItems", true)
        case .integer(let range): Schema.integer.range(range)
        case .number: .number
        case .money: .money
        case .date: .date
        case .instant: .instant
        case .bool: .boolean
        case .user, .link: .uuid
        case .custom: custom
        case .rows(let parts): Schema.array(of: .object(parts.map { .optional($0.name, schema($0)) })).with("maxItems", 20)
        }
    }

    /// The fields that the tenant has added, each a member that may be missing or null.
    private var custom: Schema {
        let fields = self.type.customFields.map { field in
            (field.custom?.description ?? "", described(field).nullable())
        }
        return .object(fields.map { .optional($0.0, $0.1) }, allowsMore: self.type.customFields.isEmpty)
    }

    /// A part of an entry that has nothing in it is an empty text.
    private func schema(_ part: RowField) -> Schema {
        switch part.type {
        case .bool: Schema.boolean.described(part.label.description)
        case .text(let limit): Schema.string.with("maxLength", .int(Int64(limit))).nullable().described(part.label.description)
        default: Schema.string.nullable().described(part.label.description)
        }
    }
}

extension Schema {
    /// An amount as the API writes it.
    static let money = Schema.object([
        .required("amount", Schema.integer.described("In minor units: cents.")),
        .required("currency", Schema.string.with("pattern", "^[A-Z]{3}$").described("ISO 4217.").example("EUR")),
    ])

    /// Several different names out of a closed set, with commas between in an address.
    static func names(_ names: [String]) -> Schema {
        Schema.array(of: .oneOf(names)).with("minItems", 1).with("uniqueItems", true)
    }
}
