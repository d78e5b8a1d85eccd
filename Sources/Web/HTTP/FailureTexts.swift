import HTTPTypes
import Hummingbird

extension Failure {
    /// The status this failure is answered with.
    public var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .invalid: .unprocessableContent
        case .badRequest: .badRequest
        case .conflict, .duplicates: .conflict
        case .preconditionFailed: .preconditionFailed
        case .overLimit: .init(code: 402, reasonPhrase: "Payment Required")
        case .tooLarge: .contentTooLarge
        case .unsupportedMedia: .unsupportedMediaType
        case .methodNotAllowed: .methodNotAllowed
        case .tooManyRequests: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .unexpected: .internalServerError
        }
    }

    /// The last part of the problem's `type`, stable for programs.
    public var slug: String {
        switch self {
        case .notFound: "not-found"
        case .unauthenticated: "unauthenticated"
        case .forbidden: "forbidden"
        case .invalid: "invalid"
        case .badRequest: "bad-request"
        case .conflict: "conflict"
        case .duplicates: "duplicates"
        case .preconditionFailed: "precondition-failed"
        case .overLimit: "over-limit"
        case .tooLarge: "too-large"
        case .unsupportedMedia: "unsupported-media"
        case .methodNotAllowed: "method-not-allowed"
        case .tooManyRequests: "too-many-requests"
        case .unavailable: "unavailable"
        case .unexpected: "unexpected"
        }
    }

    /// A few words that head the page and the problem.
    public var title: Phrase {
        switch self {
        case .notFound: "Not found"
        case .unauthenticated: "Sign in first"
        case .forbidden: "Not allowed"
        case .invalid: "Please check the input"
        case .badRequest: "The request could not be understood"
        case .conflict: "Somebody else changed this"
        case .duplicates: "This is there already"
        case .preconditionFailed: "This version is no longer current"
        case .overLimit: "Limit reached"
        case .tooLarge: "Too large"
        case .unsupportedMedia: "Unsupported type of content"
        case .methodNotAllowed: "Method not allowed"
        case .tooManyRequests: "Too many requests"
        case .unavailable: "Back in a moment"
        case .unexpected: "Something went wrong"
        }
    }

    /// One safe sentence that says what happened and, where possible, what to do.
    public var detail: Phrase {
        switch self {
        case .notFound: "There is nothing at this address, or it is not yours to see."
        case .unauthenticated: "This address needs a valid sign-in."
        case .forbidden(let reason): reason
        case .invalid(let errors): errors.count == 1 ? errors[0].message : "\(errors.count) fields need attention."
        case .badRequest(let detail), .overLimit(let detail), .conflict(let detail, _), .duplicates(let detail, _): detail
        case .preconditionFailed: "The record was changed since it was read. Read it again and repeat the change."
        case .tooLarge: "What was sent is larger than this address accepts."
        case .unsupportedMedia: "This address does not read that type of content."
        case .methodNotAllowed(let allow): "This address answers \(allow.map(\.rawValue).joined(separator: ", "))."
        case .tooManyRequests(let seconds):
            .plural(seconds, one: "Try again in \(seconds) second.", other: "Try again in \(seconds) seconds.")
        case .unavailable(_, let detail): detail
        case .unexpected: "This was our fault and has been noted. Name the request id when you ask about it."
        }
    }

    /// The header fields that belong to this failure: `Allow`, `Retry-After`, `WWW-Authenticate`.
    var headers: HTTPFields {
        switch self {
        case .methodNotAllowed(let allow): [.allow: allow.map(\.rawValue).joined(separator: ", ")]
        case .tooManyRequests(let seconds), .unavailable(let seconds, _): [.retryAfter: String(seconds)]
        case .unauthenticated: [.wwwAuthenticate: "Bearer"]
        default: [:]
        }
    }
}
