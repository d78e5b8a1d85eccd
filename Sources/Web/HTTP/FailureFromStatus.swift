import Hummingbird

extension Failure {
    /// The failure that a bare status of the framework stands for; nil below 400.
    ///
    /// - Parameters:
    ///   - status: What Hummingbird or a handler answered without a body.
    ///   - detail: A sentence that is safe to show, if there is one.
    public init?(status: HTTPResponse.Status, detail: String? = nil) {
        let detail = detail.map { Phrase(english: $0) }
        switch status.code {
        case ..<400: return nil
        case 401: self = .unauthenticated
        case 402: self = .overLimit(detail: detail ?? "The plan's limit is reached.")
        case 403: self = .forbidden(reason: detail ?? "This is not allowed.")
        case 404: self = .notFound
        case 405: self = .methodNotAllowed(allow: [])
        case 409: self = .conflict(detail: detail ?? "The change meets another one.")
        case 412: self = .preconditionFailed
        case 413: self = .tooLarge
        case 415: self = .unsupportedMedia
        case 429: self = .tooManyRequests(retryAfter: 1)
        case 502, 503, 504: self = .unavailable(retryAfter: 1, detail: detail ?? "Please try again in a moment.")
        case 500...: self = .unexpected
        default: self = .badRequest(detail: detail ?? "The request could not be understood.")
        }
    }
}
