import Platform
import Postgres
import Web

/// Errors of what the product rests on, in the words of the product.
func failure(for error: any Error) -> Failure? {
    switch error {
    case let error as PostgresError where error.wasUndone || error.kind == .lockNotAvailable:
        .unavailable(
            retryAfter: 1, detail: "Others were changing the same things at this moment. Nothing was saved; please try again.")
    case let error as PostgresError where error.isTransient:
        .unavailable(retryAfter: 2, detail: "The database cannot be reached right now. Nothing was lost; please try again.")
    case let error as PostgresError where error.kind == .statementTimeout || error.kind == .queryCanceled:
        .unavailable(retryAfter: 5, detail: "This takes too long. Narrow it down and try again.")
    case let error as PostgresError where error.kind == .uniqueViolation:
        .conflict(detail: "Something with these values is there already.")
    case let error as PostgresError where error.kind == .foreignKeyViolation:
        .conflict(detail: "Something that this belongs to, or that belongs to this, has just been changed. Please look again.")
    case is StaleRecord: .preconditionFailed
    case is PasswordHasher.Overloaded:
        .unavailable(retryAfter: 2, detail: "Too many people are signing in at this moment.")
    case is NoFileCatalogue:
        .unavailable(retryAfter: 60, detail: "Files cannot be checked at the moment, so none is taken.")
    default: nil
    }
}
