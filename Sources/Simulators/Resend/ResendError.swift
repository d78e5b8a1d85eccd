import HTTPTypes
import Hummingbird
import Web

/// A refusal in Resend's words (https://resend.com/docs/api-reference/errors).
struct ResendError: Error {
    let status: Int
    let name: String
    let message: String
    var retryAfter: Int?

    static let missingKey = ResendError(status: 401, name: "missing_api_key", message: "Missing API Key")
    static let invalidKey = ResendError(status: 403, name: "invalid_api_key", message: "API key is invalid")
    static let notFound = ResendError(status: 404, name: "not_found", message: "Email not found")
    static let keyOfAnotherRequest = ResendError(
        status: 409, name: "invalid_idempotent_request",
        message: "This idempotency key has been used on a request with a different payload.")
    static let invalidIdempotencyKey = ResendError(
        status: 400, name: "invalid_idempotency_key", message: "The idempotency key must be between 1-256 chars.")
    static let tooMany = ResendError(
        status: 429, name: "rate_limit_exceeded", message: "Too many requests. You can only make 2 requests per second.", retryAfter: 1)
    static let internalError = ResendError(
        status: 500, name: "application_error", message: "An unexpected error occurred.")

    static func missing(_ field: String) -> ResendError {
        ResendError(status: 422, name: "missing_required_field", message: "Missing `\(field)` field.")
    }

    static func invalid(_ message: String) -> ResendError {
        ResendError(status: 422, name: "validation_error", message: message)
    }

    var response: Response {
        var headers: HTTPFields = [.simulator: "resend"]
        headers[.retryAfter] = retryAfter.map { String($0) }
        return .json(status: .init(code: status), headers: headers) {
            $0.object {
                $0.field("statusCode", status)
                $0.field("message", message)
                $0.field("name", name)
            }
        }
    }
}

extension HTTPField.Name {
    /// Says of each answer that it is no real one.
    static let simulator = HTTPField.Name("X-Simulator")!
}
