import Hummingbird

/// Why a request was not served: the one vocabulary that pages, the JSON API and domain functions fail in.
///
/// Domain code throws it; `FailureMiddleware` turns it into a branded page or problem details (RFC 9457). Pages say it in
/// the reader's language, the API in English. Its texts never quote a database, a path or a secret.
public enum Failure: Error, Sendable {
    /// The record, page or host does not exist, or not for this viewer (404).
    case notFound
    /// Nobody is signed in, or the token is not valid any more (401).
    case unauthenticated
    /// The viewer may see this but not do it; `reason` says why (403).
    case forbidden(reason: Phrase)
    /// Fields of the input are wrong; each error names its field (422).
    case invalid([FieldError])
    /// The request cannot be understood at all: broken JSON, a broken upload (400).
    case badRequest(detail: Phrase)
    /// The change meets another one; `current` is the record as it is now (409).
    case conflict(detail: Phrase, current: JSONValue? = nil)
    /// What is to be added is there already; `matches` says where, and why that seems so (409).
    case duplicates(detail: Phrase, matches: JSONValue)
    /// `If-Match` names a version that is no longer current (412).
    case preconditionFailed
    /// The plan's limit is reached; `detail` says which limit and what to do (402).
    case overLimit(detail: Phrase)
    /// The body is larger than this address accepts (413).
    case tooLarge
    /// The body is of a type this address does not read (415).
    case unsupportedMedia
    /// The address exists, but not for this method (405).
    case methodNotAllowed(allow: [HTTPRequest.Method])
    /// Too many requests; try again after `retryAfter` seconds (429).
    case tooManyRequests(retryAfter: Int)
    /// The server cannot answer now; try again after `retryAfter` seconds (503).
    case unavailable(retryAfter: Int, detail: Phrase)
    /// Something broke that the vocabulary does not know; its cause is in the log only (500).
    case unexpected
}

/// One field of an input that was refused.
public struct FieldError: Error, Sendable, Hashable {
    /// The field as the client named it: `email`, `emails[0][address]`, `filter[amount][gte]`.
    public let field: String
    /// Stable and for programs: `required`, `too_long`, `unknown_field`, …
    public let code: String
    /// One sentence for a person.
    public let message: Phrase

    public init(field: String, code: String, message: Phrase) {
        self.field = field
        self.code = code
        self.message = message
    }
}

extension Failure {
    /// A single wrong field.
    public static func invalid(_ field: String, _ code: String, _ message: Phrase) -> Failure {
        .invalid([FieldError(field: field, code: code, message: message)])
    }
}
