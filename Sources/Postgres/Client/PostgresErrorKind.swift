extension PostgresError {
    /// What went wrong, as far as a caller may want to tell it apart.
    public enum Kind: String, Sendable, Hashable {
        case uniqueViolation, foreignKeyViolation, checkViolation, notNullViolation
        case insufficientPrivilege, undefinedTable
        case serializationFailure, deadlock, lockNotAvailable
        /// A prepared plan no longer fits its tables, because they have been changed.
        case stalePlan
        /// Cancelled by an administrator.
        case queryCanceled
        /// A statement ran longer than allowed, or the unit's deadline passed while it ran.
        case statementTimeout
        /// The transaction had failed before it was to be committed; nothing was kept.
        case transactionAborted
        /// The connection broke, and the work on it may or may not have been done.
        case connectionLost
        /// Too many units are waiting already.
        case poolExhausted
        /// No connection came free in time.
        case leaseTimeout
        case connectFailed
        /// The client has been shut down, or the transaction is over.
        case closed
        /// The connection string is malformed.
        case configuration
        /// A result did not have the expected type or shape.
        case decoding
        case other

        init(sqlState: String, message: String) {
            self =
                switch sqlState {
                case "23505": .uniqueViolation
                case "23503": .foreignKeyViolation
                case "23514": .checkViolation
                case "23502": .notNullViolation
                case "42501": .insufficientPrivilege
                case "42P01": .undefinedTable
                case "40001": .serializationFailure
                case "40P01": .deadlock
                case "55P03": .lockNotAvailable
                // One state for two causes; only the English message tells them apart.
                case "57014": message.contains("statement timeout") ? .statementTimeout : .queryCanceled
                case "25P02": .transactionAborted
                case "57P01", "57P02", "57P03", "25P03": .connectionLost
                default: sqlState.hasPrefix("08") ? .connectionLost : .other
                }
        }
    }
}
