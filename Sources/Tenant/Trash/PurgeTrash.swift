import Foundation
import Platform
import Postgres

/// Takes away for good what has been in the trash for too long, with everything that belongs to it.
struct PurgeTrash: Job {
    static let kind = "trash.purge"
    static let schedule = Schedule("trash.purge", .every(.seconds(86_400))) { PurgeTrash(deletedBefore: nil) }

    /// Nil for whatever has waited its days.
    let deletedBefore: Date?

    static let days = 30

    func run(in context: JobContext) async throws {
        let limit = deletedBefore ?? context.scope.now.addingTimeInterval(-Double(Self.days) * 86_400)
        for type in RecordTypes.all {
            while try await purge(type, before: limit, in: context) == TrashQueries.chunk {}
        }
    }

    /// - Returns: how many records it took away.
    private func purge(_ type: RecordType, before limit: Date, in context: JobContext) async throws -> Int {
        try await context.scope.database.transaction { transaction in
            let rows = try await transaction.query(TrashQueries.expired(type, before: limit))
            let ids = try rows.map { try $0.decode(UUID.self) }
            if ids.isEmpty { return 0 }
            let events = ids.map { Event("\(type.name).purged", recordType: type.name, recordID: $0) }
            let beside = Features.all.flatMap { feature in
                feature.recordReferences.map { $0.removal(of: ids, type) } + (feature.purging?(type, ids) ?? [])
            }
            _ = try await transaction.pipeline(
                beside + [TrashQueries.purge(ids, of: type), events.insertion(by: transaction.scope.actor, at: transaction.scope.now)])
            try await context.keepAlive(in: transaction)
            transaction.willChange([type.name])
            return ids.count
        }
    }
}
