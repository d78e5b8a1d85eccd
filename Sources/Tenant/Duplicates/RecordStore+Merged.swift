import Foundation
import Platform
import Postgres
import Web

extension RecordStore {
    /// The record that stands for one that was merged, as far as the viewer sees it.
    func successor(of id: UUID) async throws -> Record? {
        guard let row = try await scope.database.read(MergeQueries.successor(of: id)).first else { return nil }
        do {
            return try await find(try row.decode(UUID.self))
        } catch Failure.notFound {
            return nil
        }
    }

    func find(_ id: UUID, in transaction: TenantTransaction) async throws -> Record {
        let query = RecordQuery(everybodys: type)
        guard let row = try await transaction.query(query.one(id)).first else { throw Failure.notFound }
        return try row.record(of: query.type, shape: query.shape)
    }

    /// Whether a record would stand below itself if `parent` stood above it.
    func closesRing(_ id: UUID, below parent: UUID, by column: SQLIdentifier, in transaction: TenantTransaction) async throws -> Bool {
        let ring = try await transaction.query(
            """
            with recursive above as (
                select r.id, r.\(column) as parent from \(type.table) r where r.id = \(parent)
                union select r.id, r.\(column) from \(type.table) r join above on r.id = above.parent
            )
            select 1 from above where id = \(id)
            """)
        return !ring.isEmpty
    }
}
