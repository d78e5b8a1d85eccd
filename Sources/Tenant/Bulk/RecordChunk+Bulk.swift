import Foundation
import Platform
import Postgres
import Web

extension RecordChunk {
    /// Moves records that were locked to the trash, or back.
    /// - Returns: what speaks against bringing some of them back; those stay where they are.
    func setDeleted(_ isDeleted: Bool, _ records: [Record]) async throws -> [UUID: [FieldError]] {
        if records.isEmpty { return [:] }
        let refusals = isDeleted ? [:] : try await type.whole.refusals(records.map { Draft(copying: $0) }, transaction)
        let ids = records.map(\.id).filter { refusals[$0] == nil }
        if ids.isEmpty { return refusals }
        let scope = transaction.scope
        let verb = isDeleted ? "deleted" : "restored"
        let events = ids.map { Event("\(type.name).\(verb)", recordType: type.name, recordID: $0) }
        _ = try await transaction.pipeline([
            RecordWriting(type).setDeleted(ids, at: isDeleted ? scope.now : nil, by: scope.actor.userID),
            events.insertion(by: scope.actor, at: scope.now),
        ])
        transaction.willChange([type.name])
        return refusals
    }

    /// Saves all at once. Where a constraint refuses one of them, they are saved one by one.
    /// - Returns: the ids of those that were refused.
    func saveWhatFits(_ drafts: [Draft]) async throws -> Set<UUID> {
        if try await saves(drafts) { return [] }
        var refused: Set<UUID> = []
        for draft in drafts where try await !saves([draft]) { refused.insert(draft.id) }
        return refused
    }

    private func saves(_ drafts: [Draft]) async throws -> Bool {
        do {
            try await transaction.savepoint { try await save(drafts) }
            return true
        } catch let error as PostgresError where error.isRefusal {
            return false
        }
    }
}

extension PostgresError {
    /// Whether a row as such was at fault: trying again would end the same way.
    fileprivate var isRefusal: Bool {
        switch kind {
        case .uniqueViolation, .foreignKeyViolation, .checkViolation, .notNullViolation: true
        default: false
        }
    }
}

extension RecordWriting {
    func setDeleted(_ ids: [UUID], at instant: Date?, by user: UUID?) -> SQL {
        """
        update \(type.table) set deleted_at = \(instant), updated_by = \(user), version = version + 1 where id = any(\(ids))
        """
    }
}
