import Postgres

/// What can happen to a job besides running.
public enum JobTurn: Sendable {
    /// It failed too often, or in a way that trying again does not mend.
    case givenUp
    /// An operator, or an admin of the tenant, has called it off.
    case cancelled
    /// Somebody lets it run again after that.
    case retried

    /// The state that it leaves the job in.
    var state: String {
        switch self {
        case .givenUp: "dead"
        case .cancelled: "cancelled"
        case .retried: "waiting"
        }
    }
}

/// A job that a statement has changed.
struct TurnedJob: RowDecodable {
    let state: String
    let kind: String
    let payload: String

    /// What such a statement answers with.
    static let columns: SQL = "state, kind, payload"

    init(row: inout RowReader) throws {
        state = try row.next()
        kind = try row.next()
        payload = try row.next()
    }
}

/// An open transaction on a queue.
enum QueueTransaction: Sendable {
    case tenant(TenantTransaction)
    case platform(Transaction)

    func pipeline(_ statements: [SQL]) async throws -> [Rows] {
        switch self {
        case .tenant(let transaction): try await transaction.pipeline(statements)
        case .platform(let transaction): try await transaction.pipeline(statements)
        }
    }

    /// Lets the jobs among `rows` that have taken this turn say what it means for their work. A job that cannot must not hold up
    /// the queue that it stands in.
    func tell(_ turn: JobTurn, _ rows: Rows) async throws {
        guard case .tenant(let transaction) = self else { return }
        for job in try rows.decode(TurnedJob.self) where job.state == turn.state {
            guard let turned = transaction.scope.platform.jobKinds[job.kind]?.turned else { continue }
            do {
                try await transaction.savepoint { try await turned(job.payload, turn, transaction) }
            } catch let error as PostgresError where error.wasUndone {
                throw error
            } catch {
                transaction.scope.logger.error(
                    "what became of a job was not noted", metadata: ["job": "\(job.kind)", "error": "\(error)"])
            }
        }
    }
}
