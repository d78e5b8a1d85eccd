import Foundation
import Platform
import Postgres
import Web

/// Whom the records of a type are shared with, as far as a scope's viewer may see and decide it.
struct Shares: Sendable {
    let scope: TenantScope
    let type: RecordType

    /// - Throws: `Failure.notFound` where the viewer does not see the record.
    func list(of recordID: UUID) async throws -> [Share] {
        let record = try await store.find(recordID)
        return try await scope.database.read(ShareQueries.list(of: record.id)).decode(Share.self)
    }

    /// Whether the viewer may share `record`, which they can see.
    func allows(_ record: Record) -> Bool { store.allows(.share, record) }

    /// Shares a record, or changes how it is shared.
    /// - Throws: `Failure.forbidden` where the viewer may not share it, or not that much.
    func add(_ draft: ShareDraft, to recordID: UUID, in transaction: TenantTransaction) async throws -> Share {
        let record = try await store.visible(recordID, in: transaction)
        try permit(record)
        // Nobody hands out more than they have.
        guard draft.access == .view || store.allows(.edit, record) else {
            throw Failure.invalid("access", "not_allowed", "You may not edit this yourself, so you can share it for viewing only.")
        }
        if let expiresAt = draft.expiresAt, expiresAt <= scope.now {
            throw Failure.invalid("expires_at", "past", "Choose a day that is not over.")
        }
        guard let name = try await transaction.query(ShareQueries.name(of: draft.receiver)).first?.decode(String.self) else {
            let field = draft.receiver.teamID == nil ? "user_id" : "team_id"
            throw Failure.invalid(field, "not_found", draft.receiver.teamID == nil ? "There is no such person." : "There is no such team.")
        }
        let insertion = ShareQueries.insert(draft, of: record, by: scope.viewer.userID, at: scope.now)
        guard let id = try await transaction.query(insertion).first?.decode(UUID.self) else { throw Failure.notFound }
        try await transaction.execute(ShareQueries.accessChanged(draft.receiver))
        try await transaction.record(
            Event("share.created", recordType: type.name, recordID: record.id, after: draft.logged(name)))
        return try await find(id, of: record.id, in: transaction)
    }

    /// Whoever may share a record may take any share of it back; everybody may take back their own.
    func remove(_ id: UUID, of recordID: UUID, in transaction: TenantTransaction) async throws {
        let record = try await store.visible(recordID, in: transaction)
        let share = try await find(id, of: record.id, in: transaction)
        if share.sharerID == nil || share.sharerID != scope.viewer.userID { try permit(record) }
        try await transaction.execute(ShareQueries.delete(id))
        try await transaction.execute(ShareQueries.accessChanged(share.receiver))
        let draft = ShareDraft(receiver: share.receiver, access: share.access, expiresAt: share.expiresAt)
        try await transaction.record(
            Event("share.removed", recordType: type.name, recordID: record.id, before: draft.logged(share.name)))
    }

    private var store: RecordStore { RecordStore(type, in: scope) }

    private func permit(_ record: Record) throws {
        guard store.allows(.share, record) else {
            throw Failure.forbidden(reason: "You can see this \(type.label.lowercased()), but not \(Action.share.verb) it.")
        }
    }

    private func find(_ id: UUID, of recordID: UUID, in transaction: TenantTransaction) async throws -> Share {
        guard let share = try await transaction.query(ShareQueries.find(id, of: recordID)).decode(Share.self).first else {
            throw Failure.notFound
        }
        return share
    }
}
