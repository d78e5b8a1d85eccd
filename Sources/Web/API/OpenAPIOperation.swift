import HTTPTypes
import Hummingbird

extension EndpointDescription {
    /// This endpoint as an OpenAPI operation object.
    func operation(_ sample: SchemaSample) -> JSONValue {
        var operation = JSONObject()
        operation["operationId"] = .string(id)
        operation["summary"] = .string(summary)
        operation["tags"] = [.string(tag)]
        let parameters = pathParameters.map(\.json) + self.parameters.map { $0.json(sample) }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body { operation["requestBody"] = body.json(sample) }
        operation["responses"] = .object(responses(sample))
        operation["security"] = security == .none ? [] : [["bearer": []]]
        return .object(operation)
    }

    private func responses(_ sample: SchemaSample) -> JSONObject {
        var responses = JSONObject()
        responses[String(responds.status.code)] = responds.json(sample)
        if parameters.contains(.ifNoneMatch) {
            responses["304"] = ["description": "What you have is current.", "headers": DescribedHeader.references([.eTag])]
        }
        for status in expectedFailures {
            responses[String(status.code)] = ["$ref": .string("#/components/responses/\(DescribedFailure.of(status).name)")]
        }
        return responses
    }

    /// The failures that were declared, and those that follow from the rest of the declaration, by number.
    public var expectedFailures: [HTTPResponse.Status] {
        // A suspended or unknown account, and a server that cannot answer, may meet any call.
        var statuses = Set(failures).union([.forbidden, .tooManyRequests, .serviceUnavailable])
        if security != .none { statuses.insert(.unauthorized) }
        if !pathParameters.isEmpty { statuses.insert(.notFound) }
        if body != nil { statuses.formUnion([.badRequest, .contentTooLarge, .unsupportedMediaType]) }
        if body != nil || !parameters.isEmpty { statuses.formUnion([.badRequest, .unprocessableContent]) }
        if parameters.contains(.ifMatch) { statuses.insert(.preconditionFailed) }
        if parameters.contains(.idempotencyKey) { statuses.insert(.conflict) }
        return statuses.sorted { $0.code < $1.code }
    }

    /// The parameters in the path: ids, unless their name says something else.
    public var pathParameters: [PathParameter] {
        path.split(separator: "/").compactMap { part in
            guard let start = part.firstIndex(of: "{"), let end = part.firstIndex(of: "}"), start < end else { return nil }
            let name = String(part[part.index(after: start)..<end])
            return PathParameter(name: name, schema: name == "id" || name.hasSuffix("_id") ? .uuid : .string)
        }
    }

    /// A part of the path that the caller fills in.
    public struct PathParameter: Sendable {
        public let name: String
        public let schema: Schema

        fileprivate var json: JSONValue { ["name": .string(name), "in": "path", "required": true, "schema": schema.json] }
    }
}

extension EndpointDescription.Parameter {
    fileprivate func json(_ sample: SchemaSample) -> JSONValue {
        var json: JSONObject = ["name": .string(name), "in": .string(place.rawValue), "description": .string(summary)]
        let isList = schema.keywords["type"] == "array"
        if isList { (json["style"], json["explode"]) = ("form", false) }
        switch writing {
        case .plain:
            json["schema"] = schema.json
            if schema.keywords["examples"] != nil { json["example"] = sample.value(of: schema) }
        case .json:
            json["content"] = ["application/json": ["schema": schema.json, "example": sample.value(of: schema)]]
        }
        return .object(json)
    }
}

extension EndpointDescription.Body {
    public var schema: Schema {
        switch self {
        case .json(let schema), .mergePatch(let schema), .multipart(let schema): schema
        }
    }

    /// The types of content that are read, the proper one first.
    public var mediaTypes: [String] {
        switch self {
        case .json: ["application/json"]
        case .mergePatch: ["application/merge-patch+json", "application/json"]
        case .multipart: ["multipart/form-data"]
        }
    }

    fileprivate func json(_ sample: SchemaSample) -> JSONValue {
        let type: JSONValue = ["schema": schema.json, "example": sample.value(of: schema)]
        let content = mediaTypes.reduce(into: JSONObject()) { content, name in content[name] = type }
        return ["required": true, "content": .object(content)]
    }
}

extension EndpointDescription.Responds {
    public var status: HTTPResponse.Status {
        switch self {
        case .one, .record, .list, .file: .ok
        case .created: .created
        case .accepted: .accepted
        case .noContent: .noContent
        }
    }

    /// What the body looks like; nil where it is no JSON.
    public var schema: Schema? {
        switch self {
        case .one(let schema), .record(let schema), .created(let schema), .accepted(let schema): schema
        case .list(let element): .page(of: element)
        case .file, .noContent: nil
        }
    }

    private var headers: [DescribedHeader] {
        switch self {
        case .record: [.eTag]
        case .created: [.location, .eTag]
        case .accepted: [.location]
        case .one, .list, .file, .noContent: []
        }
    }

    fileprivate func json(_ sample: SchemaSample) -> JSONValue {
        var response: JSONObject = ["description": .string(status.reasonPhrase), "headers": DescribedHeader.references(headers)]
        if let schema {
            response["content"] = ["application/json": ["schema": schema.json, "example": sample.value(of: schema)]]
        } else if case .file(let mediaType) = self {
            response["content"] = .object([mediaType: ["schema": mediaType.hasPrefix("text/") ? Schema.string.json : Schema.file.json]])
        }
        return .object(response)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (name, value) in elements { self[name] = value }
    }
}
