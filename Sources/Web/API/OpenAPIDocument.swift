import HTTPTypes

/// The OpenAPI 3.1 document of an API, made from the same declarations that register its routes.
public struct OpenAPIDocument: Sendable {
    public var title: String
    public var version: String
    /// Those of kind `api` are described, the others left out.
    public var endpoints: [EndpointDescription]
    /// Named shapes that `Schema.ref` points to, in order.
    public var components: [(name: String, schema: Schema)]

    public init(
        title: String, version: String, endpoints: [EndpointDescription], components: [(name: String, schema: Schema)]
    ) {
        self.title = title
        self.version = version
        self.endpoints = endpoints.filter { $0.kind == .api }
        self.components = components
    }

    /// The document as JSON.
    public var json: [UInt8] { value.serialized }

    private var value: JSONValue {
        [
            "openapi": "3.1.0",
            "info": ["title": .string(title), "version": .string(version)],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
            ],
        ]
    }

    private var paths: JSONObject {
        var paths = JSONObject()
        for endpoint in endpoints {
            var operations = paths[endpoint.path]?.object ?? JSONObject()
            operations[endpoint.method.rawValue.lowercased()] = endpoint.operation
            paths[endpoint.path] = .object(operations)
        }
        return paths
    }

    private var schemas: JSONObject {
        var schemas = JSONObject()
        for component in components { schemas[component.name] = component.schema.json }
        schemas["Problem"] = Schema.problem.json
        return schemas
    }
}

extension Schema {
    /// The body of every failure, RFC 9457.
    static let problem = Schema.object(
        [
            .required("type", .string), .required("title", .string), .required("status", .integer),
            .required("detail", .string), .required("request_id", .string),
            .optional(
                "errors",
                .array(
                    of: .object([
                        .required("field", .string), .required("code", .string), .required("message", .string),
                    ]))),
        ], allowsMore: true)

    /// A page of a list.
    static func page(of element: Schema) -> Schema {
        .object(
            [
                .required("data", .array(of: element)), .required("next_cursor", .string.nullable()),
                .optional("total", .integer), .optional("total_is_estimate", .boolean),
            ], allowsMore: true)
    }
}
