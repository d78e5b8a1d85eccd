import Web

/// The description of the API as a page for people: the same endpoints, schemas and examples as in `openapi.json`.
struct APIReferencePage {
    let document: OpenAPIDocument

    func html(in plain: PlainPage) -> HTML {
        plain.page(
            title: document.title,
            lead: "Everything the pages do, for programs. The same as a file for tools: <a href=\"/api/v1/openapi.json\">openapi.json</a>",
            content: """
                <div class="api"><nav class="api-index" aria-label="Groups"><ul>\
                \(each: document.tags, { "<li><a href=\"#\(Self.anchor($0))\">\($0)</a></li>" })</ul></nav>\
                <div class="stack">\(conventions)\(each: document.tags, group)</div></div>
                """)
    }

    private var conventions: HTML {
        let facts = APIConvention.all.map { Fact($0.title, marked($0.text)) }
        return "<section class=\"stack\"><h2>What goes for every call</h2>\(DataList(facts, layout: .sideways))</section>"
    }

    private func group(_ tag: String) -> HTML {
        let endpoints = document.endpoints.filter { $0.tag == tag }
        return """
            <section class="stack" id="\(Self.anchor(tag))"><h2>\(tag)</h2>\
            \(each: endpoints, { EndpointReference(endpoint: $0, document: document).html })</section>
            """
    }

    private static func anchor(_ tag: String) -> String {
        tag.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    }
}

/// One endpoint, folded away until somebody opens it.
struct EndpointReference {
    let endpoint: EndpointDescription
    let document: OpenAPIDocument

    private var sample: SchemaSample { document.sample }

    var html: HTML {
        """
        <details class="endpoint" id="\(endpoint.id)"><summary>\(Badge(endpoint.method.rawValue, tone: tone))\
        <code>\(endpoint.path)</code><span>\(endpoint.summary)</span></summary>\
        <div class="stack">\(call)\(parameters)\(requestBody)\(answer)\(failures)</div></details>
        """
    }

    private var tone: Tone {
        switch endpoint.method {
        case .get: .info
        case .post: .success
        case .delete: .danger
        default: .warning
        }
    }

    private var call: HTML {
        CodeBlock(
            "Example call of \(endpoint.id)", SampleCall(endpoint: endpoint, server: document.server ?? "", sample: sample).text,
            copies: "Copy"
        )
        .html
    }

    private var parameters: HTML? {
        let inPath = endpoint.pathParameters.map { SchemaTable.Line($0.name, $0.schema.json, "In the address.", isRequired: true) }
        let others = endpoint.parameters.map {
            SchemaTable.Line($0.name, $0.schema.json, "\($0.summary)\($0.place == .header ? " A header." : "")")
        }
        guard !(inPath + others).isEmpty else { return nil }
        return part("Parameters", SchemaTable(caption: "Parameters of \(endpoint.id)", lines: inPath + others, sample: sample).html)
    }

    private var requestBody: HTML? {
        endpoint.body.map { body in
            part("Body", note: body.mediaTypes.joined(separator: " or "), shape(body.schema, called: "Body of \(endpoint.id)"))
        }
    }

    private var answer: HTML {
        let status = "\(endpoint.responds.status)"
        guard let schema = endpoint.responds.schema else { return part("Answer", note: status, nil) }
        let example = CodeBlock("Example answer of \(endpoint.id)", IndentedJSON(sample.value(of: schema)).text).html
        return part("Answer", note: status, "\(shape(schema, called: "Answer of \(endpoint.id)"))\(example)")
    }

    private var failures: HTML {
        let lines: [HTML] = endpoint.expectedFailures.map { "<li><b>\($0.code)</b> \(DescribedFailure.of($0).title)</li>" }
        return part("Failures", "<ul class=\"api-failures\">\(each: lines, { $0 })</ul>")
    }

    private func shape(_ schema: Schema, called caption: String) -> HTML? {
        let lines = SchemaTable.lines(of: sample.resolved(schema.json))
        return lines.isEmpty ? nil : SchemaTable(caption: caption, lines: lines, sample: sample).html
    }

    private func part(_ title: String, note: String? = nil, _ content: HTML?) -> HTML {
        "<div class=\"stack\"><h3>\(title)\(note.map { " <small>\($0)</small>" })</h3>\(content)</div>"
    }
}

/// Text in which code stands between backticks.
private func marked(_ text: String) -> HTML {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    return "\(each: parts, { $0.offset.isMultiple(of: 2) ? "\($0.element)" : "<code>\($0.element)</code>" })"
}
