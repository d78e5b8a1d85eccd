/// The shape of a JSON value as OpenAPI 3.1 (JSON Schema 2020-12) describes it.
///
/// ```swift
/// let contact = Schema.object([
///     .required("id", .uuid.readOnly()),
///     .optional("email", .email.nullable()),
///     .optional("tags", .array(of: .string)),
/// ])
/// ```
public struct Schema: Sendable, Hashable {
    /// The schema's own keywords, in order.
    public var keywords: JSONObject

    /// A schema of any keywords: `Schema(["type": "string", "pattern": "^[a-z]+$"])`.
    public init(_ keywords: JSONValue) {
        self.keywords = keywords.object ?? JSONObject()
    }

    /// One member of an object.
    public struct Property: Sendable, Hashable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        /// A member that is always there.
        public static func required(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: true)
        }

        /// A member that may be missing.
        public static func optional(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: false)
        }
    }
}

extension Schema {
    public static let string = Schema(["type": "string"])
    public static let boolean = Schema(["type": "boolean"])
    public static let integer = Schema(["type": "integer", "format": "int64"])
    public static let number = Schema(["type": "number"])
    public static let uuid = Schema(["type": "string", "format": "uuid"])
    public static let email = Schema(["type": "string", "format": "email"])
    public static let url = Schema(["type": "string", "format": "uri"])
    /// `YYYY-MM-DD`.
    public static let date = Schema(["type": "string", "format": "date"])
    /// RFC 3339 in UTC.
    public static let instant = Schema(["type": "string", "format": "date-time"])
    /// A file in a multipart body.
    public static let file = Schema(["type": "string", "contentMediaType": "application/octet-stream"])
    /// Any JSON value.
    public static let any = Schema([:])

    /// One of a closed set of texts.
    public static func oneOf(_ values: [String]) -> Schema {
        Schema(["type": "string", "enum": .array(values.map(JSONValue.string))])
    }

    /// A list.
    public static func array(of element: Schema) -> Schema {
        Schema(["type": "array", "items": element.json])
    }

    /// A component by its name, see `OpenAPIDocument`.
    public static func ref(_ component: String) -> Schema {
        Schema(["$ref": .string("#/components/schemas/\(component)")])
    }

    /// An object.
    ///
    /// - Parameter allowsMore: Whether members of other names may be there; bodies refuse them.
    public static func object(_ properties: [Property], allowsMore: Bool = false) -> Schema {
        var members = JSONObject()
        for property in properties { members[property.name] = property.schema.json }
        let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
        var schema = Schema(["type": "object", "properties": .object(members)])
        if !required.isEmpty { schema.keywords["required"] = .array(required) }
        if !allowsMore { schema.keywords["additionalProperties"] = false }
        return schema
    }

    /// An object whose names are data, such as custom fields.
    public static func map(of value: Schema) -> Schema {
        Schema(["type": "object", "additionalProperties": value.json])
    }
}

extension Schema {
    /// As a JSON document.
    public var json: JSONValue { .object(keywords) }

    /// The same with one more keyword.
    public func with(_ keyword: String, _ value: JSONValue) -> Schema {
        var schema = self
        schema.keywords[keyword] = value
        return schema
    }

    /// The same or null.
    public func nullable() -> Schema {
        guard let type = keywords["type"], type.string != nil else { return Schema(["anyOf": [json, ["type": "null"]]]) }
        let schema = with("type", [type, "null"])
        guard let choices = keywords["enum"]?.array else { return schema }
        return schema.with("enum", .array(choices + [.null]))
    }

    /// Answers hold it, bodies do not.
    public func readOnly() -> Schema { with("readOnly", true) }
    public func described(_ text: String) -> Schema { with("description", .string(text)) }
    public func example(_ value: JSONValue) -> Schema { with("examples", [value]) }
    public func length(_ range: ClosedRange<Int>) -> Schema {
        with("minLength", .int(Int64(range.lowerBound))).with("maxLength", .int(Int64(range.upperBound)))
    }
    public func range(_ range: ClosedRange<Int>) -> Schema {
        with("minimum", .int(Int64(range.lowerBound))).with("maximum", .int(Int64(range.upperBound)))
    }
}
