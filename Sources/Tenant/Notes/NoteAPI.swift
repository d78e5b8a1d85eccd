import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// Notes for programs.
struct NoteAPI: Sendable {
    let crm: CRM

    private static let body = Schema.string.length(1...Markdown.limit).described("Markdown.").example("Prefers calls in the **morning**.")
    private static let schema = Schema.object([
        .required("id", .uuid), .required("record_type", .string), .required("record_id", .uuid), .required("body", body),
        .required("is_pinned", .boolean), .required("author_id", Schema.uuid.nullable()), .required("version", .integer),
        .required("created_at", .instant), .required("updated_at", .instant),
    ])

    func register(on api: Endpoints<StaffContext>, of type: RecordType) {
        let crm = crm
        api.get(
            "\(type.path)/{id}/notes", id: "\(type.plural)_notes", summary: "Lists the notes on a \(type.label.lowercased())", tag: "Notes",
            parameters: ContributionList.parameters, responds: .list(Self.schema)
        ) { request, context in
            let page = try ContributionList(APIQuery(request), name: "notes \(try context.id())", cursors: crm.cursors)
            let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
            let notes = try await context.scope.database.read(NoteQueries.list(of: record.record, page)).decode(Note.self)
            return page.answer(notes) { Self.write($1, to: &$0) }
        }
        api.post(
            "\(type.path)/{id}/notes", id: "\(type.plural)_notes_create", summary: "Adds a note to a \(type.label.lowercased())",
            tag: "Notes",
            parameters: [.idempotencyKey], body: .json(.object([.required("body", Self.body)])), responds: .created(Self.schema)
        ) { request, context in
            let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
            return try await Idempotency(context: context).once(request) { body, transaction in
                let text = try JSONInput.read(body) { try Markdown(typed: $0.text("body") ?? "") }
                let note = try await Notes(scope: context.scope).add(text, to: record, in: transaction)
                return Self.answer(note, status: .created, headers: [.location: "/api/v1\(note.path)"])
            }
        }
    }

    func register(on api: Endpoints<StaffContext>) {
        api.get(
            "/notes/{id}", id: "notes_read", summary: "Reads a note", tag: "Notes", parameters: [.ifNoneMatch],
            responds: .record(Self.schema), handler: read)
        api.patch(
            "/notes/{id}", id: "notes_update", summary: "Changes or pins a note", tag: "Notes", parameters: [.ifMatch, .idempotencyKey],
            body: .mergePatch(.object([.optional("body", Self.body), .optional("is_pinned", .boolean)])), responds: .record(Self.schema),
            handler: update)
        api.delete(
            "/notes/{id}", id: "notes_delete", summary: "Takes a note away", tag: "Notes", parameters: [.ifMatch, .idempotencyKey],
            responds: .noContent, handler: delete)
        api.post(
            "/notes/{id}/restoration", id: "notes_restore", summary: "Brings a note back", tag: "Notes", parameters: [.idempotencyKey],
            responds: .record(Self.schema), handler: restore)
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let note = try await Notes(scope: context.scope).find(try context.id()).note
        return .versioned(ETag(version: note.version), for: request) { Self.write(note, to: &$0) }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (notes, version) = (Notes(scope: context.scope), try request.expectedVersion())
        let found = try await notes.find(try context.id())
        return try await Idempotency(context: context).once(request) { body, transaction in
            let change = try JSONInput.read(body) { NoteChange(body: $0.text("body"), isPinned: $0.flag("is_pinned")) }
            return Self.answer(try await notes.change(found.note, on: found.on, version: version, change, in: transaction))
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (notes, version) = (Notes(scope: context.scope), try request.expectedVersion())
        let found = try await notes.find(try context.id())
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await notes.delete(found.note, on: found.on, version: version, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let notes = Notes(scope: context.scope)
        let found = try await notes.find(try context.id(), deleted: true)
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            Self.answer(try await notes.restore(found.note, on: found.on, in: transaction))
        }
    }

    private static func answer(_ note: Note, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Idempotency.Answer {
        Idempotency.Answer(status: status, headers: headers, version: note.version) { write(note, to: &$0) }
    }

    private static func write(_ note: Note, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", note.id)
            json.field("record_type", note.recordType)
            json.field("record_id", note.recordID)
            json.field("body", note.body.text)
            json.field("is_pinned", note.isPinned)
            json.field("author_id", note.authorID)
            json.field("version", note.version)
            json.field("created_at", note.createdAt)
            json.field("updated_at", note.updatedAt)
        }
    }
}
