import Foundation
import Platform
import Postgres
import Web

/// Works out the keys of records that have none: they were there before keys were kept, or something that their keys follow
/// from has changed elsewhere.
struct RefreshDuplicateKeys: Job {
    static let kind = "duplicates.keys"

    func run(in context: JobContext) async throws {
        for type in RecordTypes.all where type.duplicates != nil {
            var last: UUID?
            while let next = try await some(of: type, after: last, in: context) { last = next }
        }
    }

    private static let chunk = 2_000

    private func some(of type: RecordType, after id: UUID?, in context: JobContext) async throws -> UUID? {
        try await context.scope.database.transaction { transaction in
            let last = try await Self.some(of: type, after: id, in: transaction)
            try await context.keepAlive(in: transaction)
            return last
        }
    }

    /// - Returns: the id behind which to go on; nil where all records have their keys.
    static func some(of type: RecordType, after id: UUID?, in transaction: TenantTransaction) async throws -> UUID? {
        guard let rule = type.duplicates else { return nil }
        let ids = try await transaction.query(DuplicateKeyQueries.unkeyed(type, after: id, limit: chunk)).map { try $0.decode(UUID.self) }
        guard let last = ids.last else { return nil }
        let shape = RecordShape(type.fields.filter { rule.fields.contains($0.name) })
        let query = RecordQuery(type, viewer: .system, shape: shape)
        let keys = try await transaction.query("\(query.many(ids)) order by r.id for share of r").map { row in
            let record = try row.record(of: type, shape: shape)
            return (id: record.id, keys: rule.keys(of: rule.profile { record[$0] }))
        }
        try await transaction.execute(DuplicateKeyQueries.save(keys, of: type))
        return last
    }
}
