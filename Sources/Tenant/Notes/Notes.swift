import Foundation
import Platform
import Postgres
import Web

/// The notes on records, as one person reads and changes them. Pages and the API call it.
struct Notes: Sendable {
    let scope: TenantScope

    /// - Throws: `Failure.notFound` also for whoever may not see the record.
    func find(_ id: UUID, deleted: Bool = false) async throws -> (note: Note, on: ContributedRecord) {
        guard let note = try await scope.database.read(NoteQueries.find(id, deleted: deleted)).decode(Note.self).first else {
            throw Failure.notFound
        }
        return (note, try await ContributedRecord(of: note, in: scope))
    }

    func add(_ body: Markdown, to record: ContributedRecord, in transaction: TenantTransaction) async throws -> Note {
        try record.requireAdding()
        let id = UUID.v7()
        try await transaction.execute(NoteQueries.insert(id, body, on: record.record, by: scope.viewer.userID, at: scope.now))
        try await transaction.record(record.event("note.created", after: told(id, body)))
        return try await reload(id, in: transaction)
    }

    /// - Parameter version: what the person saw when they began; nil is what was read just now.
    /// - Throws: `Failure.preconditionFailed` when somebody saved in between.
    func change(
        _ note: Note, on record: ContributedRecord, version: Int?, _ change: NoteChange, in transaction: TenantTransaction
    ) async throws -> Note {
        // Pinning takes nothing from whoever wrote it.
        if change.body == nil { try record.requireAdding() } else { try record.requireChanging(note) }
        let body = try change.body.map { try Markdown(typed: $0) } ?? note.body
        let isNew = body != note.body
        let changed = try await transaction.execute(
            NoteQueries.update(
                note.id, version: version ?? note.version, body: body.text, isPinned: change.isPinned ?? note.isPinned,
                editedAt: isNew ? scope.now : note.updatedAt))
        guard changed == 1 else { throw Failure.preconditionFailed }
        if isNew {
            try await transaction.record(
                record.event("note.updated", before: written(note.id, note.body), after: written(note.id, body)))
        } else if let isPinned = change.isPinned, isPinned != note.isPinned {
            try await transaction.record(record.event(isPinned ? "note.pinned" : "note.unpinned", after: told(note.id, body)))
        }
        return try await reload(note.id, in: transaction)
    }

    /// Takes a note away; `restore` brings it back within 30 days.
    func delete(_ note: Note, on record: ContributedRecord, version: Int? = nil, in transaction: TenantTransaction) async throws {
        try record.requireChanging(note)
        guard try await transaction.execute(NoteQueries.setDeleted(note.id, version: version, at: scope.now)) == 1 else {
            throw Failure.preconditionFailed
        }
        try await transaction.record(record.event("note.deleted", after: told(note.id, note.body)))
    }

    func restore(_ note: Note, on record: ContributedRecord, in transaction: TenantTransaction) async throws -> Note {
        try record.requireChanging(note)
        guard try await transaction.execute(NoteQueries.setDeleted(note.id, version: nil, at: nil)) == 1 else { throw Failure.notFound }
        try await transaction.record(record.event("note.restored", after: told(note.id, note.body)))
        return try await reload(note.id, in: transaction)
    }

    private func reload(_ id: UUID, in transaction: TenantTransaction) async throws -> Note {
        guard let note = try await transaction.query(NoteQueries.find(id, deleted: false)).decode(Note.self).first else {
            throw Failure.notFound
        }
        return note
    }

    private func told(_ id: UUID, _ body: Markdown) -> JSONObject {
        ["note_id": .string(id.text), "excerpt": .string(body.excerpt())]
    }

    private func written(_ id: UUID, _ body: Markdown) -> JSONObject {
        ["note_id": .string(id.text), "body": .string(body.text)]
    }
}
