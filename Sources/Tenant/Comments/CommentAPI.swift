import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// Comments for programs.
struct CommentAPI: Sendable {
    let crm: CRM

    private static let body = Schema.string.length(1...Markdown.limit).described("Markdown; `@` and a name mentions a colleague.").example(
        "@Mei Tanaka can you call back?")
    private static let members: [Schema.Property] = [
        .required("id", .uuid), .required("record_type", .string), .required("record_id", .uuid),
        .required("parent_id", Schema.uuid.nullable()), .required("body", body), .required("mentions", .array(of: .uuid)),
        .required("author_id", Schema.uuid.nullable()), .required("version", .integer), .required("created_at", .instant),
        .required("edited_at", Schema.instant.nullable()), .required("resolved_at", Schema.instant.nullable()),
    ]
    private static let schema = Schema.object(members)
    /// Whoever has just written one hears whom it does not reach, as the page offers to share with them.
    private static let written = Schema.object(
        members + [
            .required(
                "mentions_without_access",
                Schema.array(of: .uuid).described(
                    "Those among `mentions` who cannot see the record: share it with them, or they see nothing."))
        ])
    private static let revision = Schema.object([
        .required("number", .integer), .required("body", .string), .required("written_at", .instant),
    ])

    func register(on api: Endpoints<StaffContext>, of type: RecordType) {
        let (crm, label) = (crm, type.label.lowercased())
        api.get(
            "\(type.path)/{id}/comments", id: "\(type.plural)_comments", summary: "Lists the comments on a \(label)", tag: "Comments",
            parameters: ContributionList.parameters, responds: .list(Self.schema)
        ) { request, context in
            let page = try ContributionList(APIQuery(request), name: "comments \(try context.id())", cursors: crm.cursors)
            let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
            let comments = try await context.scope.database.read(CommentQueries.list(on: record.record, page)).decode(Comment.self)
            return page.answer(comments) { Self.write($1, to: &$0) }
        }
        api.post(
            "\(type.path)/{id}/comments", id: "\(type.plural)_comments_create", summary: "Comments on a \(label)", tag: "Comments",
            parameters: [.idempotencyKey],
            body: .json(.object([.required("body", Self.body), .optional("parent_id", .uuid)])), responds: .created(Self.written)
        ) { request, context in
            let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
            return try await Idempotency(context: context).once(request) { body, transaction in
                let new = try JSONInput.read(body) { input in
                    let parentID = input.id("parent_id")
                    return NewComment(body: try Markdown(typed: input.text("body") ?? ""), parentID: parentID)
                }
                let comments = Comments(scope: context.scope)
                let comment = try await comments.add(new, to: record, in: transaction)
                let blind = try await comments.blind(comment, on: record) { try await transaction.pipeline($0) }
                return Self.answer(comment, blind: blind, status: .created, headers: [.location: "/api/v1\(comment.path)"])
            }
        }
    }

    func register(on api: Endpoints<StaffContext>) {
        api.get(
            "/comments/{id}", id: "comments_read", summary: "Reads a comment", tag: "Comments", parameters: [.ifNoneMatch],
            responds: .record(Self.schema), handler: read)
        api.get(
            "/comments/{id}/revisions", id: "comments_revisions", summary: "What a comment said before", tag: "Comments",
            responds: .list(Self.revision), handler: revisions)
        api.patch(
            "/comments/{id}", id: "comments_update", summary: "Changes a comment, or settles its thread", tag: "Comments",
            parameters: [.ifMatch, .idempotencyKey],
            body: .mergePatch(.object([.optional("body", Self.body), .optional("resolved", .boolean)])), responds: .record(Self.written),
            handler: update)
        api.delete(
            "/comments/{id}", id: "comments_delete", summary: "Takes a comment away, with its answers", tag: "Comments",
            parameters: [.ifMatch, .idempotencyKey], responds: .noContent, handler: delete)
        api.post(
            "/comments/{id}/restoration", id: "comments_restore", summary: "Brings a comment back", tag: "Comments",
            parameters: [.idempotencyKey], responds: .record(Self.schema), handler: restore)
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comment = try await Comments(scope: context.scope).find(try context.id()).comment
        return .versioned(ETag(version: comment.version), for: request) { Self.write(comment, to: &$0) }
    }

    @Sendable private func revisions(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let revisions = try await comments.revisions(of: try await comments.find(try context.id()).comment)
        return .list(revisions) { json, revision in
            json.object { json in
                json.field("number", revision.number)
                json.field("body", revision.body.text)
                json.field("written_at", revision.writtenAt)
            }
        }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (comments, version) = (Comments(scope: context.scope), try request.expectedVersion())
        let found = try await comments.find(try context.id())
        return try await Idempotency(context: context).once(request) { body, transaction in
            let (text, resolved) = try JSONInput.read(body) { ($0.text("body"), $0.flag("resolved")) }
            if let version, version != found.comment.version { throw Failure.preconditionFailed }
            var comment = found.comment
            if let text {
                comment = try await comments.edit(comment, on: found.on, body: Markdown(typed: text), version: version, in: transaction)
            }
            if let resolved { comment = try await comments.resolve(comment, on: found.on, resolved, in: transaction) }
            let blind = try await comments.blind(comment, on: found.on) { try await transaction.pipeline($0) }
            return Self.answer(comment, blind: blind)
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (comments, version) = (Comments(scope: context.scope), try request.expectedVersion())
        let found = try await comments.find(try context.id())
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await comments.delete(found.comment, on: found.on, version: version, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let found = try await comments.find(try context.id(), deleted: true)
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            Self.answer(try await comments.restore(found.comment, on: found.on, in: transaction))
        }
    }

    private static func answer(
        _ comment: Comment, blind: [Viewer]? = nil, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Idempotency.Answer {
        Idempotency.Answer(status: status, headers: headers, version: comment.version) { write(comment, blind: blind, to: &$0) }
    }

    private static func write(_ comment: Comment, blind: [Viewer]? = nil, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", comment.id)
            json.field("record_type", comment.recordType)
            json.field("record_id", comment.recordID)
            json.field("parent_id", comment.parentID)
            json.field("body", comment.body.text)
            json.field("mentions") { json in json.array(comment.mentions) { $0.value($1) } }
            json.field("author_id", comment.authorID)
            json.field("version", comment.version)
            json.field("created_at", comment.createdAt)
            json.field("edited_at", comment.editedAt)
            json.field("resolved_at", comment.resolvedAt)
            if let blind {
                json.field("mentions_without_access") { json in json.array(blind.compactMap(\.userID)) { $0.value($1) } }
            }
        }
    }
}
