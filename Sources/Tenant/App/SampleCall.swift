import Foundation
import Web

/// A call as one types it into a shell.
struct SampleCall {
    let endpoint: EndpointDescription
    let server: String
    let sample: SchemaSample

    var text: String {
        var lines = ["curl\(endpoint.method == .get ? "" : " -X \(endpoint.method.rawValue)") '\(server)\(path)'"]
        if endpoint.security != .none { lines.append("-H \"Authorization: Bearer $TOKEN\"") }
        if endpoint.parameters.contains(.idempotencyKey) { lines.append("-H 'Idempotency-Key: 5f2b8a1c-order-4711'") }
        switch endpoint.body {
        case .multipart(let schema): lines += parts(schema)
        case let body?:
            lines.append("-H 'Content-Type: \(body.mediaTypes[0])'")
            lines.append("-d '\(IndentedJSON(sample.value(of: body.schema)).text)'")
        case nil: break
        }
        return lines.joined(separator: " \\\n  ")
    }

    private var path: String {
        endpoint.pathParameters.reduce(endpoint.path) { path, parameter in
            path.replacingOccurrences(of: "{\(parameter.name)}", with: sample.value(of: parameter.schema).string ?? "")
        }
    }

    private func parts(_ schema: Schema) -> [String] {
        (sample.value(of: schema).object?.members ?? []).map { member in
            let isFile = schema.keywords["properties"]?[member.name]?["contentMediaType"] != nil
            return "-F '\(member.name)=\(isFile ? "@contacts.csv" : member.value.string ?? "\(IndentedJSON(member.value).text)")'"
        }
    }
}

/// JSON as people read it: a member on a line, short lists on one.
struct IndentedJSON {
    private let value: JSONValue

    init(_ value: JSONValue) {
        self.value = value
    }

    var text: String { text(value, at: 0) }

    private func text(_ value: JSONValue, at depth: Int) -> String {
        let start = String(repeating: "  ", count: depth + 1)
        let end = "\n" + String(repeating: "  ", count: depth)
        switch value {
        case .object(let object) where !object.isEmpty:
            let members = object.members.map { start + "\(plain(.string($0.name))): " + text($0.value, at: depth + 1) }
            return "{\n" + members.joined(separator: ",\n") + end + "}"
        case .array(let items) where items.contains(where: { $0.object != nil }):
            return "[\n" + items.map { start + text($0, at: depth + 1) }.joined(separator: ",\n") + end + "]"
        default: return plain(value)
        }
    }

    private func plain(_ value: JSONValue) -> String { String(decoding: value.serialized, as: UTF8.self) }
}
