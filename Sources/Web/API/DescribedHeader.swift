/// A header of answers as the description of the API shows it.
struct DescribedHeader: Sendable {
    let name: String
    let schema: Schema
    let summary: String

    static let requestID = DescribedHeader(
        name: "X-Request-Id", schema: .string, summary: "Names this call, in our logs too; send your own to follow it through.")
    static let limit = DescribedHeader(name: "RateLimit-Limit", schema: .integer, summary: "How many calls a minute allows.")
    static let remaining = DescribedHeader(name: "RateLimit-Remaining", schema: .integer, summary: "How many of them are left.")
    static let reset = DescribedHeader(name: "RateLimit-Reset", schema: .integer, summary: "Seconds until all of them are back.")
    static let eTag = DescribedHeader(
        name: "ETag", schema: Schema.string.example("\"v7\""), summary: "The version of the record, for `If-Match` and `If-None-Match`.")
    static let location = DescribedHeader(
        name: "Location", schema: Schema.string.with("format", "uri-reference"), summary: "Where it can be read.")
    static let retryAfter = DescribedHeader(name: "Retry-After", schema: .integer, summary: "Seconds to wait before trying again.")
    static let challenge = DescribedHeader(name: "WWW-Authenticate", schema: .string, summary: "`Bearer`.")

    private static let everywhere = [requestID, limit, remaining, reset]

    static var components: JSONObject {
        (everywhere + [eTag, location, retryAfter, challenge]).reduce(into: JSONObject()) { components, header in
            components[header.name] = ["description": .string(header.summary), "schema": header.schema.json]
        }
    }

    /// The headers of one answer: these and the ones that every answer has.
    static func references(_ own: [DescribedHeader]) -> JSONValue {
        .object(
            (own + everywhere).reduce(into: JSONObject()) { references, header in
                references[header.name] = ["$ref": .string("#/components/headers/\(header.name)")]
            })
    }
}
