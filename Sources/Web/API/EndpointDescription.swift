import HTTPTypes
import Hummingbird

/// What one declaration says about an address: enough to document it, and for a test to visit all of them.
public struct EndpointDescription: Sendable {
    /// Who an address is for.
    public enum Kind: Sendable {
        /// JSON (or CSV) for programs; described in the OpenAPI document.
        case api
        /// HTML for people.
        case page
        /// Files, health, metrics: neither.
        case plumbing
    }

    /// What a caller must bring along.
    public enum Security: Sendable {
        /// `Authorization: Bearer <token or API key>`.
        case bearer
        /// A signed-in browser.
        case session
        /// Nothing.
        case none
    }

    public let kind: Kind
    public let method: HTTPRequest.Method
    /// The whole path with parameters in braces: `/api/v1/contacts/{id}`.
    public let path: String
    /// Everything below is for `api` endpoints.
    public var id = ""
    public var summary = ""
    public var tag = ""
    public var parameters: [Parameter] = []
    public var body: Body?
    public var responds = Responds.noContent
    /// The failures that a caller should expect besides those that follow from the rest; see `expectedFailures`.
    public var failures: [HTTPResponse.Status] = []
    public var security = Security.none

    /// A parameter in the query or a header; those in the path are found in the path.
    public struct Parameter: Sendable, Hashable {
        public enum Place: String, Sendable { case query, header }
        /// How a value stands in the address: as it is (lists with commas between), or as JSON.
        public enum Writing: Sendable { case plain, json }

        public let name: String
        public let place: Place
        public let schema: Schema
        public let summary: String
        public var writing = Writing.plain

        public static func query(_ name: String, _ schema: Schema, _ summary: String) -> Parameter {
            Parameter(name: name, place: .query, schema: schema, summary: summary)
        }

        /// A parameter of the query whose value is a JSON document.
        public static func json(_ name: String, _ schema: Schema, _ summary: String) -> Parameter {
            Parameter(name: name, place: .query, schema: schema, summary: summary, writing: .json)
        }

        public static func header(_ name: String, _ schema: Schema, _ summary: String) -> Parameter {
            Parameter(name: name, place: .header, schema: schema, summary: summary)
        }

        /// Makes a repeated POST harmless; see `Idempotency`.
        public static let idempotencyKey = header(
            "Idempotency-Key", Schema.string.length(1...200).example("5f2b8a1c-order-4711"),
            "A name of your own for this call. Repeated within a day, it answers as the first time, and nothing is done twice.")
        /// Makes a change conditional; see `ETag`.
        public static let ifMatch = header(
            "If-Match", Schema.string.example("\"v7\""), "Only if the record still has this ETag; 412 when somebody changed it since.")
        /// Saves reading what one has already; see `ETag`.
        public static let ifNoneMatch = header(
            "If-None-Match", Schema.string.example("\"v7\""), "The ETag of what you have: 304 without a body while it is current.")
    }

    /// What the request's body holds.
    public enum Body: Sendable {
        case json(Schema)
        /// RFC 7396: members that are there replace, null removes.
        case mergePatch(Schema)
        case multipart(Schema)
    }

    /// What a success answers.
    public enum Responds: Sendable {
        /// 200 with one thing.
        case one(Schema)
        /// 200 with one record and its `ETag`.
        case record(Schema)
        /// 200 with `{"data":[…],"next_cursor":…,"total"?}`.
        case list(Schema)
        /// 201 with the record, its `ETag` where it has versions, and `Location`.
        case created(Schema)
        /// 202 with the record of the work that goes on, and `Location`.
        case accepted(Schema)
        /// 204.
        case noContent
        /// 200 with a file of this media type.
        case file(String)

        public static let csv = file("text/csv")
    }
}

extension [EndpointDescription.Parameter] {
    /// The parameters of every list; see `APIQuery`.
    public static let list: [EndpointDescription.Parameter] = [
        .query("limit", .integer.range(1...200).with("default", 25), "How many records at most."),
        .query("cursor", .string, "Where to go on: `next_cursor` of the answer before."),
        .query("sort", .string.example("-created_at,last_name"), "Fields in order, a minus before those that descend."),
        .query("q", .string, "Quick search."),
        .query("filter", .string, "A filter as a JSON tree; or `filter[field][operator]=value`, which and together."),
        .query("fields", .string.example("id,email"), "Only these fields."),
        .query("include", .string, "Related records to send along."),
        .query("total", .boolean, "Whether to count; exact up to 10,000."),
    ]
}
