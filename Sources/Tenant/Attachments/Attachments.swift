import Foundation
import Platform
import Postgres
import Web

/// The files attached to records, as one person sees and changes them. Pages, links and the API call it.
struct Attachments: Sendable {
    let scope: TenantScope
    let limits: FileLimits

    /// - Throws: `Failure.notFound` also for whoever may not see the record.
    func find(_ id: UUID, deleted: Bool = false) async throws -> (attachment: Attachment, on: ContributedRecord) {
        let rows = try await scope.database.read(AttachmentQueries.find(id, deleted: deleted))
        guard let attachment = try rows.decode(Attachment.self).first else { throw Failure.notFound }
        return (attachment, try await ContributedRecord(of: attachment, in: scope))
    }

    /// Keeps files and attaches them, all or none.
    func add(_ uploads: [UploadedFile], to record: ContributedRecord) async throws -> [Attachment] {
        try record.requireAdding()
        guard !uploads.isEmpty else { throw Failure.invalid("file", "required", "Choose a file.") }
        let checked = try uploads.map { try CheckedFile($0, limits: limits, files: scope.files) }
        try await StoredFiles(scope: scope, limits: limits).announce(checked.map { ($0.digest, $0.size) })
        for file in checked { try await scope.files.take(fileAt: file.source.path, as: file.digest) }
        return try await scope.database.transaction { transaction in
            var attachments: [Attachment] = []
            for file in checked {
                let id = UUID.v7()
                try await transaction.execute(
                    AttachmentQueries.insert(id, file, on: record.record, by: scope.viewer.userID, at: scope.now))
                let attachment = try await reload(id, in: transaction)
                try await transaction.record(record.event("file.created", after: told(attachment)))
                attachments.append(attachment)
            }
            return attachments
        }
    }

    /// Takes a file away; `restore` brings it back within 30 days.
    func delete(_ attachment: Attachment, on record: ContributedRecord, in transaction: TenantTransaction) async throws {
        try record.requireChanging(attachment)
        guard try await transaction.execute(AttachmentQueries.setDeleted(attachment.id, at: scope.now)) == 1 else { throw Failure.notFound }
        try await transaction.record(record.event("file.deleted", after: told(attachment)))
    }

    func restore(_ attachment: Attachment, on record: ContributedRecord, in transaction: TenantTransaction) async throws -> Attachment {
        try record.requireChanging(attachment)
        guard try await transaction.execute(AttachmentQueries.setDeleted(attachment.id, at: nil)) == 1 else { throw Failure.notFound }
        try await transaction.record(record.event("file.restored", after: told(attachment)))
        return try await reload(attachment.id, in: transaction)
    }

    private func reload(_ id: UUID, in transaction: TenantTransaction) async throws -> Attachment {
        let rows = try await transaction.query(AttachmentQueries.find(id, deleted: false))
        guard let attachment = try rows.decode(Attachment.self).first else { throw Failure.notFound }
        return attachment
    }

    private func told(_ attachment: Attachment) -> JSONObject {
        ["file_id": .string(attachment.id.text), "excerpt": .string(attachment.fileName)]
    }
}
