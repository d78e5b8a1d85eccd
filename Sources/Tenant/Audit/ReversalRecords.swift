import Foundation
import Platform
import Postgres

/// The records of one type that a reversal is about, as they are now.
struct ReversalRecords: Sendable {
    /// As the person who reverts sees it.
    let type: RecordType
    let transaction: TenantTransaction

    struct Found: Sendable {
        let record: Record
        let isDeleted: Bool
        /// What the person may do with it.
        let reach: Set<Action>
    }

    /// The records themselves, whoever may see them, in the trash or not; and what this person may do with each.
    func lock(_ ids: [UUID]) async throws -> [UUID: Found] {
        var found: [UUID: Found] = [:]
        for isDeleted in [false, true] {
            var query = RecordQuery(everybodys: type.whole)
            query.shape = type.whole.storedShape
            query.showsDeleted = isDeleted
            let rows = try await transaction.query("\(query.many(ids)) order by r.id for no key update of r")
            if rows.isEmpty { continue }
            let reach = try await reach(ids, deleted: isDeleted)
            for row in rows {
                let record = try row.record(of: type.whole, shape: query.shape)
                found[record.id] = Found(record: record, isDeleted: isDeleted, reach: reach[record.id] ?? [])
            }
        }
        return found
    }

    private func reach(_ ids: [UUID], deleted: Bool) async throws -> [UUID: Set<Action>] {
        var reach: [UUID: Set<Action>] = [:]
        for action in [Action.edit, .delete] {
            var query = RecordQuery(type, viewer: transaction.scope.viewer, fields: [])
            (query.action, query.showsDeleted) = (action, deleted)
            for row in try await transaction.query(query.many(ids)) { reach[try row[0].decode(UUID.self), default: []].insert(action) }
        }
        return reach
    }

    /// Which of some records that were made have been changed afterwards.
    func changedSince(_ made: [Reversal]) async throws -> Set<UUID> {
        if made.isEmpty { return [] }
        let rows = try await transaction.query(EventQueries.changed(made.map(\.id), since: made.map(\.lastEvent)))
        return Set(try rows.map { try $0.decode(UUID.self) })
    }
}
