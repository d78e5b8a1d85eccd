import HTTPTypes

/// A failure as the description of the API shows it: once, for operations to refer to, with what it looks like.
public struct DescribedFailure: Sendable {
    private let failure: Failure

    /// What is answered with this status.
    public static func of(_ status: HTTPResponse.Status) -> DescribedFailure {
        let known = known.first { $0.failure.status == status }
        return known ?? DescribedFailure(failure: Failure(status: status) ?? .unexpected)
    }

    /// The name of the component: `NotFound`.
    var name: String {
        failure.slug.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    public var title: String { failure.title.description }

    /// The body, as a caller might get it.
    var example: JSONValue {
        let bytes = failure.problemBytes(requestID: "4f1c7e0a9b2d4c558f3a6d1e0b7c9a24")
        return (try? JSONValue(parsing: bytes)) ?? [:]
    }

    static var components: JSONObject {
        known.reduce(into: JSONObject()) { components, described in components[described.name] = described.response }
    }

    private var response: JSONValue {
        [
            "description": .string(title), "headers": DescribedHeader.references(headers),
            "content": ["application/problem+json": ["schema": Schema.ref("Problem").json, "example": example]],
        ]
    }

    private var headers: [DescribedHeader] {
        switch failure {
        case .tooManyRequests, .unavailable: [.retryAfter]
        case .unauthenticated: [.challenge]
        default: []
        }
    }

    private static let known: [DescribedFailure] = [
        .badRequest(detail: "The body is not valid JSON: a member has no value at byte 17."),
        .unauthenticated,
        .overLimit(detail: "Your plan has room for 3 people. Ask an administrator to add seats."),
        .forbidden(reason: "Your role does not let you create contacts."),
        .notFound,
        .conflict(detail: "The first request with this key is still being worked on."),
        .preconditionFailed,
        .tooLarge,
        .unsupportedMedia,
        .invalid("email", "invalid", "\"ada@\" is not an e-mail address."),
        .tooManyRequests(retryAfter: 12),
        .unavailable(retryAfter: 5, detail: "The database cannot be reached right now. Nothing was lost; please try again."),
    ].map { DescribedFailure(failure: $0) }
}
