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
            return "select r.id\(try query.source())"
        case .matching(var query):
            query.showsDeleted = deleted
            return "select r.id\(try query.source())"
        }
    }
}
