import HTTPTypes
import Hummingbird

extension EndpointDescription {
    /// This endpoint as an OpenAPI operation object.
    var operation: JSONValue {
        var operation = JSONObject()
        operation["operationId"] = .string(id)
        operation["summary"] = .string(summary)
        operation["tags"] = [.string(tag)]
        let parameters = pathParameters + self.parameters.map(\.json)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body { operation["requestBody"] = body.json }
        operation["responses"] = .object(responses)
        operation["security"] = security == .none ? [] : [["bearer": []]]
        return .object(operation)
    }

    private var pathParameters: [JSONValue] {
        path.split(separator: "/").compactMap { part in
            guard let start = part.firstIndex(of: "{"), let end = part.firstIndex(of: "}"), start < end else { return nil }
            let name = String(part[part.index(after: start)..<end])
            let schema = name == "id" || name.hasSuffix("_id") ? Schema.uuid : .string
            return ["name": .string(name), "in": "path", "required": true, "schema": schema.json]
        }
    }

    private var responses: JSONObject {
        var responses = JSONObject()
        responses[String(responds.status.code)] = responds.json
        for status in expectedFailures.sorted(by: { $0.code < $1.code }) {
            responses[String(status.code)] = [
                "description": .string(status.reasonPhrase),
                "content": ["application/problem+json": ["schema": Schema.ref("Problem").json]],
            ]
        }
        return responses
    }

    /// What was declared, and what follows from the rest of the declaration.
    private var expectedFailures: Set<HTTPResponse.Status> {
        var statuses = Set(failures).union([.tooManyRequests])
        if security != .none { statuses.insert(.unauthorized) }
        if path.contains("{") { statuses.insert(.notFound) }
        if body != nil { statuses.formUnion([.badRequest, .contentTooLarge, .unsupportedMediaType]) }
        if body != nil || !parameters.isEmpty { statuses.insert(.unprocessableContent) }
        return statuses
    }
}

extension EndpointDescription.Parameter {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "in": .string(place.rawValue), "description": .string(summary), "schema": schema.json,
        ]
    }
}

extension EndpointDescription.Body {
    fileprivate var json: JSONValue {
        switch self {
        case .json(let schema): body("application/json", schema)
        case .mergePatch(let schema): body("application/merge-patch+json", schema, also: "application/json")
        case .multipart(let schema): body("multipart/form-data", schema)
        }
    }

    private func body(_ type: String, _ schema: Schema, also other: String? = nil) -> JSONValue {
        var content = JSONObject()
        for type in [type, other].compactMap(\.self) { content[type] = ["schema": schema.json] }
        return ["required": true, "content": .object(content)]
    }
}

extension EndpointDescription.Responds {
    var status: HTTPResponse.Status {
        switch self {
        case .one, .list, .csv: .ok
        case .created: .created
        case .accepted: .accepted
        case .noContent: .noContent
        }
    }

    fileprivate var json: JSONValue {
        switch self {
        case .one(let schema): content("application/json", schema)
        case .list(let schema): content("application/json", .page(of: schema))
        case .created(let schema), .accepted(let schema): located(schema)
        case .csv: content("text/csv", .string)
        case .noContent: ["description": "Done."]
        }
    }

    private func content(_ type: String, _ schema: Schema) -> JSONValue {
        ["description": "Success.", "content": .object(["\(type)": ["schema": schema.json]])]
    }

    private func located(_ schema: Schema) -> JSONValue {
        var value = content("application/json", schema).object ?? JSONObject()
        value["headers"] = ["Location": ["schema": Schema.string.json]]
        return .object(value)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (name, value) in elements { self[name] = value }
    }
}
