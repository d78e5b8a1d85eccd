/// A value that a schema allows, for documents: put together from the examples that the schema gives.
public struct SchemaSample: Sendable {
    private let components: [String: Schema]

    public init(components: [(name: String, schema: Schema)]) {
        self.components = Dictionary(components.map { ($0.name, $0.schema) }, uniquingKeysWith: { first, _ in first })
    }

    public func value(of schema: Schema) -> JSONValue { value(of: schema.json) }

    /// What a reference leads to; any other schema as it is.
    public func resolved(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"]?.string, let name = reference.split(separator: "/").last else { return schema }
        return components[String(name)]?.json ?? [:]
    }

    private func value(of schema: JSONValue) -> JSONValue {
        let schema = resolved(schema)
        if let given = schema["examples"]?[0] ?? schema["const"] ?? schema["default"] ?? schema["enum"]?[0] { return given }
        switch schema["type"]?.string ?? schema["type"]?[0]?.string {
        case "object": return object(schema)
        case "array": return .array(schema["items"].map { [value(of: $0)] } ?? [])
        case "integer", "number": return schema["minimum"] ?? 1
        case "boolean": return false
        case "string": return .string(Self.texts[schema["format"]?.string ?? ""] ?? "text")
        default: return schema["anyOf"]?[0].map { value(of: $0) } ?? [:]
        }
    }

    /// The members that must be there, and those that have something to show.
    private func object(_ schema: JSONValue) -> JSONValue {
        let required = schema["required"]?.array ?? []
        var object = JSONObject()
        for member in schema["properties"]?.object?.members ?? []
        where required.contains(.string(member.name)) || member.value["examples"] != nil {
            object.append(unique: member.name, value(of: member.value))
        }
        return .object(object)
    }

    private static let texts = [
        "uuid": "01980f5e-7a61-7c3e-9d42-8b1f6a2c4e90", "email": "ada@example.com", "uri": "https://example.com",
        "date": "2026-03-31", "date-time": "2026-03-31T09:30:00Z",
    ]
}
