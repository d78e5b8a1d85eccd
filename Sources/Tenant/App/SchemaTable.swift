import Web

/// Members of a body or parameters of a call, one on a line: its name, what it holds, and what it means.
struct SchemaTable {
    let caption: String
    let lines: [Line]
    let sample: SchemaSample

    struct Line {
        let name: String
        let schema: JSONValue
        let meaning: String
        let isRequired: Bool

        init(_ name: String, _ schema: JSONValue, _ meaning: String, isRequired: Bool = false) {
            (self.name, self.schema, self.meaning, self.isRequired) = (name, schema, meaning, isRequired)
        }
    }

    /// The members of an object.
    static func lines(of schema: JSONValue) -> [Line] {
        let required = schema["required"]?.array ?? []
        return (schema["properties"]?.object?.members ?? []).map { member in
            Line(member.name, member.value, member.value["description"]?.string ?? "", isRequired: required.contains(.string(member.name)))
        }
    }

    var html: HTML {
        """
        <dl class="members" aria-label="\(caption)">\(each: lines, html)</dl>
        """
    }

    private func html(_ line: Line) -> HTML {
        """
        <div><dt><code>\(line.name)</code> <small>\(words(line.schema))\(if: line.isRequired, ", required")</small></dt>\
        <dd>\(line.meaning)\(choices(line.schema).map { " <small>\($0)</small>" })</dd></div>
        """
    }

    /// What a value is, in a word or two.
    private func words(_ schema: JSONValue) -> String {
        if let name = schema["$ref"]?.string?.split(separator: "/").last { return String(name) }
        if let inner = schema["anyOf"]?[0] { return words(inner) }
        let names = (schema["type"]?.array ?? schema["type"].map { [$0] } ?? []).compactMap(\.string)
        guard let type = names.first else { return "any value" }
        let plain = type == "array" ? "list of \(schema["items"].map(words) ?? "values")" : schema["format"]?.string ?? type
        return plain + (names.contains("null") ? " or null" : "")
    }

    /// The values of a closed set, also of a list of such values.
    private func choices(_ schema: JSONValue) -> String? {
        let values = (schema["enum"] ?? schema["items"]?["enum"])?.array?.compactMap(\.string) ?? []
        return values.isEmpty ? nil : "One of: \(values.joined(separator: ", "))"
    }
}
