/// Why a unit of work failed. Its description is safe to log: it shows neither bound values nor rows.
public struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// The server's five-character code; nil if the error did not come from the server.
    public var sqlState: String?
    public var kind: Kind
    /// The constraint that was violated.
    public var constraint: String?
    public var table: String?
    /// The column that was violated or could not be decoded.
    public var column: String?
    /// The name of the statement that failed, or the start of its text.
    public var statement: String?
    /// What this module has to say about it; never data.
    var note: String?
    /// The server's own words. They may quote data: not for logs, and not for people.
    package var serverMessage: String?

    init(_ kind: Kind, _ note: String? = nil) {
        self.kind = kind
        self.note = note
    }

    /// A value of the wrong type or shape; for types that conform to ``PostgresDecodable``. `problem` must not quote data.
    public static func decoding(_ problem: String) -> PostgresError { PostgresError(.decoding, problem) }

    /// Whether the same may well succeed in a moment.
    public var isTransient: Bool {
        switch kind {
        case .connectionLost, .poolExhausted, .leaseTimeout, .connectFailed, .lockNotAvailable, .closed: true
        default: wasUndone
        }
    }

    /// Whether the server has undone the whole unit for the sake of others, so that it may as well be repeated.
    public var wasUndone: Bool {
        switch kind {
        case .deadlock, .serializationFailure, .stalePlan: true
        default: false
        }
    }

    public var description: String {
        let facts = [
            sqlState.map { "SQLSTATE \($0)" }, constraint.map { "constraint \($0)" }, table.map { "table \($0)" },
            column.map { "column \($0)" }, statement.map { "statement \"\($0)\"" },
        ].compactMap(\.self)
        return "\(kind.rawValue)" + (note.map { ": \($0)" } ?? "")
            + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
    }
}
