import Foundation
import Platform
import Postgres
import Web

/// Which records of a list are meant: the ticked ones, or all that the list finds.
enum BulkSelection: Sendable {
    case ids([UUID])
    case matching(RecordQuery)

    /// More than anybody ticks; what is wider is said as a list.
    static let idLimit = 10_000

    /// A query of their ids, as far as the viewer sees them.
    func source(_ type: RecordType, deleted: Bool, viewer: Viewer) throws -> SQL {
        switch self {
        case .ids(let ids):
            var query = RecordQuery(type, viewer: viewer, fields: [])
            (query.showsDeleted, query.only) = (deleted, ids)
            return try query.ids()
        case .matching(var query):
            query.showsDeleted = deleted
            return try query.ids()
        }
    }

    /// - Throws: `Failure.invalid` where finding all of them would keep the database busy for too long.
    func checkCost(deleted: Bool, in transaction: TenantTransaction) async throws {
        guard case .matching(var query) = self else { return }
        query.showsDeleted = deleted
        try await QueryCost(in: transaction).check(query, for: .whole)
    }
}
