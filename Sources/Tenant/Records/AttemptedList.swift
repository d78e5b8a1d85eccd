import HTTPTypes
import Platform
import Postgres
import Web

/// A page of records, or why there is none: what costs the database too much is no reason to leave the list, whose filter is to be
/// changed now.
struct AttemptedList: Sendable {
    let list: RecordList?
    private(set) var problem: Phrase?
    private(set) var status = HTTPResponse.Status.ok

    static func load(_ query: RecordQuery, cursor: String?, cursors: Cursor, in scope: TenantScope) async throws -> AttemptedList {
        do {
            return AttemptedList(list: try await .load(query, cursor: cursor, counting: true, cursors: cursors, in: scope))
        } catch Failure.invalid(let errors) where errors.first?.code == QueryCost.code {
            return AttemptedList(list: nil, problem: errors.first?.message, status: .unprocessableContent)
        } catch let error as PostgresError where error.kind == .statementTimeout {
            guard case .unavailable(_, let detail)? = failure(for: error) else { throw error }
            return AttemptedList(list: nil, problem: detail, status: .serviceUnavailable)
        }
    }

    private init(list: RecordList?, problem: Phrase? = nil, status: HTTPResponse.Status = .ok) {
        (self.list, self.problem, self.status) = (list, problem, status)
    }
}
