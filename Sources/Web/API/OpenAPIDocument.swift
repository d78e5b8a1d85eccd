import HTTPTypes

/// The OpenAPI 3.1 document of an API, made from the same declarations that register its routes.
public struct OpenAPIDocument: Sendable {
    public var title: String
    public var version: String
    /// What goes for all endpoints, in Markdown.
    public var introduction = ""
    /// Where the API lives: `https://acme.example.com`.
    public var server: String?
    /// Those of kind `api` are described, the others left out.
    public var endpoints: [EndpointDescription]
    /// Named shapes that `Schema.ref` points to, in order.
    public var components: [(name: String, schema: Schema)]

    public init(
        title: String, version: String, introduction: String = "", server: String? = nil, endpoints: [EndpointDescription],
        components: [(name: String, schema: Schema)]
    ) {
        self.title = title
        self.version = version
        self.introduction = introduction
        self.server = server
        self.endpoints = endpoints.filter { $0.kind == .api }
        self.components = components + [("Problem", .problem)]
    }

    /// The document as JSON.
    public var json: [UInt8] { value.serialized }

    /// Makes examples of the schemas in it.
    public var sample: SchemaSample { SchemaSample(components: components) }

    /// What endpoints are grouped by, in order of declaration.
    public var tags: [String] {
        endpoints.map(\.tag).reduce(into: []) { tags, tag in if !tags.contains(tag) { tags.append(tag) } }
    }

    private var value: JSONValue {
        var document = JSONObject()
        document["openapi"] = "3.1.0"
        document["info"] = ["title": .string(title), "version": .string(version), "description": .string(introduction)]
        if let server { document["servers"] = [["url": .string(server)]] }
        document["tags"] = .array(tags.map { ["name": .string($0)] })
        document["paths"] = .object(paths)
        document["components"] = [
            "schemas": .object(schemas), "responses": .object(DescribedFailure.components),
            "headers": .object(DescribedHeader.components),
            "securitySchemes": [
                "bearer": [
                    "type": "http", "scheme": "bearer",
                    "description": "`Authorization: Bearer …` with an access token of `POST /api/v1/auth/token`.",
                ]
            ],
        ]
        return .object(document)
    }

    private var paths: JSONObject {
        let sample = sample
        var paths = JSONObject()
        for endpoint in endpoints {
            var operations = paths[endpoint.path]?.object ?? JSONObject()
            operations[endpoint.method.rawValue.lowercased()] = endpoint.operation(sample)
            paths[endpoint.path] = .object(operations)
        }
        return paths
    }

    private var schemas: JSONObject {
        components.reduce(into: JSONObject()) { schemas, component in schemas[component.name] = component.schema.json }
    }
}

extension Schema {
    /// The body of every failure, RFC 9457.
    static let problem = Schema.object(
        [
            .required("type", Schema.string.with("format", "uri-reference").described("Stable, for programs.")),
            .required("title", .string), .required("status", .integer),
            .required("detail", Schema.string.described("One sentence for a person.")),
            .required("request_id", Schema.string.described("Name it when you ask about this failure.")),
            .optional(
                "errors",
                Schema.array(
                    of: .object([
                        .required("field", .string), .required("code", .string), .required("message", .string),
                    ])
                ).described("What is wrong with each field.")),
        ], allowsMore: true
    ).with("examples", [DescribedFailure.of(.unprocessableContent).example])

    /// A page of a list.
    static func page(of element: Schema) -> Schema {
        .object(
            [
                .required("data", .array(of: element)),
                .required("next_cursor", Schema.string.nullable().described("Where to go on; null at the end.").example(.null)),
                .optional("total", Schema.integer.described("With `total=true`.")),
                .optional("total_is_estimate", Schema.boolean.described("There when the total is beyond 10,000 and so estimated.")),
            ], allowsMore: true)
    }
}
