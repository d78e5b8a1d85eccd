import Platform
import Postgres
import Web

/// What a failed command says, and the status it ends with.
struct Complaint {
    let status: ExitStatus
    let sentence: String

    init(_ error: any Error) {
        switch error {
        case let error as Unconfirmed: self.init(.refused, error)
        case let error as PasswordPolicy.Refusal: self.init(.refused, error)
        case let error as PlanRefused: self.init(.refused, error)
        case let error as RehearsalFailed: self.init(.refused, error)
        case let error as UnknownName: self.init(.notFound, error)
        case let error as SlugTaken: self.init(.conflict, error)
        case let error as WrongState: self.init(.conflict, error)
        case let error as JobConflict: self.init(.conflict, error)
        case let error as NotDue: self.init(.refused, error)
        case let error as SlugError: self.init(.usage, error)
        case let error as SelectorError: self.init(.usage, error)
        case let error as Failure: self.init(failure: error)
        case let error as PostgresError: self.init(database: error)
        default: self.init(.error, "\(error)")
        }
    }

    private init(_ status: ExitStatus, _ error: some CustomStringConvertible) {
        self.status = status
        sentence = error.description
    }

    private init(failure: Failure) {
        switch failure {
        case .notFound: self.init(.notFound, "It was not found.")
        case .invalid(let errors): self.init(.usage, errors.map(\.message.description).joined(separator: " "))
        case .conflict(let detail, _): self.init(.conflict, detail)
        case .forbidden(let reason): self.init(.refused, reason)
        case .unavailable(_, let detail): self.init(.tryLater, detail)
        default: self.init(.error, "\(failure)")
        }
    }

    private init(database error: PostgresError) {
        switch error.kind {
        case .undefinedTable: self.init(.error, "The platform schema is missing or behind (\(error)). Run: console migrate apply")
        case _ where error.isTransient: self.init(.tryLater, "The database cannot be reached or is too busy: \(error)")
        default: self.init(.error, "The database refused: \(error)")
        }
    }
}
