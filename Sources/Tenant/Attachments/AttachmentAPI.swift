import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// Attached files for programs.
struct AttachmentAPI: Sendable {
    let crm: CRM

    private static let schema = Schema.object([
        .required("id", .uuid), .required("record_type", .string), .required("record_id", .uuid), .required("file_name", .string),
        .required("media_type", Schema.string.described("By what is in the file.")),
        .required("size", Schema.integer.described("In bytes.")),
        .required("author_id", Schema.uuid.nullable()), .required("created_at", .instant),
    ])
    private static let link = Schema.object([.required("url", .url), .required("expires_at", .instant)])

    func register(on api: Endpoints<StaffContext>, of type: RecordType) {
        let (crm, label) = (crm, type.label.lowercased())
        api.get(
            "\(type.path)/{id}/attachments", id: "\(type.plural)_attachments", summary: "Lists the files of a \(label)", tag: "Files",
            parameters: ContributionList.parameters, responds: .list(Self.schema)
        ) { request, context in
            let page = try ContributionList(APIQuery(request), name: "attachments \(try context.id())", cursors: crm.cursors)
            let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
            let rows = try await context.scope.database.read(AttachmentQueries.list(on: record.record, page))
            return page.answer(try rows.decode(Attachment.self)) { Self.write($1, to: &$0) }
        }
        api.post(
            "\(type.path)/{id}/attachments", id: "\(type.plural)_attachments_create", summary: "Attaches a file to a \(label)",
            tag: "Files",
            body: .multipart(.object([.required("file", .file)])), responds: .created(Self.schema),
            failures: [.forbidden, .init(code: 402), .contentTooLarge]
        ) { request, context in
            let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
            try record.requireAdding()
            let form = try await request.multipart(limits: crm.fileLimits.upload(files: 1))
            let attachments = try await Attachments(scope: context.scope, limits: crm.fileLimits).add(
                form.files.filter { $0.field == "file" }, to: record)
            guard let attachment = attachments.first else { throw Failure.notFound }
            return .created(at: "/api/v1\(attachment.path)", JSONWriter.bytes { Self.write(attachment, to: &$0) })
        }
    }

    func register(on api: Endpoints<StaffContext>) {
        api.get(
            "/attachments/{id}", id: "attachments_read", summary: "What is known of a file", tag: "Files", responds: .one(Self.schema),
            handler: read)
        api.get(
            "/attachments/{id}/content", id: "attachments_content", summary: "The file itself", tag: "Files",
            responds: .file("application/octet-stream"), handler: content)
        api.post(
            "/attachments/{id}/links", id: "attachments_link", summary: "An address that needs no token, for a while", tag: "Files",
            body: .json(
                .object([
                    .optional("expires_in", Schema.integer.range(60...FileLink.longest).with("default", .int(Int64(FileLink.usual))))
                ])), responds: .one(Self.link), handler: link)
        api.delete(
            "/attachments/{id}", id: "attachments_delete", summary: "Takes a file away", tag: "Files", parameters: [.idempotencyKey],
            responds: .noContent, handler: delete)
        api.post(
            "/attachments/{id}/restoration", id: "attachments_restore", summary: "Brings a file back", tag: "Files",
            parameters: [.idempotencyKey], responds: .one(Self.schema), handler: restore)
    }

    private func attachments(_ context: StaffContext) -> Attachments {
        Attachments(scope: context.scope, limits: crm.fileLimits)
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let attachment = try await attachments(context).find(try context.id()).attachment
        return .json(JSONWriter.bytes { Self.write(attachment, to: &$0) }, headers: [.cacheControl: "private, no-cache"])
    }

    @Sendable private func content(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await attachments(context).find(try context.id()).attachment.download(from: context.scope.files)
    }

    @Sendable private func link(_ request: Request, _ context: StaffContext) async throws -> Response {
        let attachment = try await attachments(context).find(try context.id()).attachment
        let seconds = try JSONInput.read(await request.json()) { $0.number("expires_in") } ?? FileLink.usual
        guard (60...FileLink.longest).contains(seconds) else {
            throw Failure.invalid("expires_in", "out_of_range", "expires_in is a number of seconds from 60 to \(FileLink.longest).")
        }
        guard let makerID = context.viewer.userID else { throw Failure.unauthenticated }
        let expiry = context.scope.now.addingTimeInterval(Double(seconds))
        let path = FileLink(to: attachment, by: makerID).path(of: context.tenant, signedBy: crm.fileLinks, expiry: expiry)
        return .json(headers: [.cacheControl: "no-store"]) { json in
            json.object { json in
                json.field("url", context.baseURL + path)
                json.field("expires_at", expiry)
            }
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let attachments = attachments(context)
        let found = try await attachments.find(try context.id())
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await attachments.delete(found.attachment, on: found.on, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let attachments = attachments(context)
        let found = try await attachments.find(try context.id(), deleted: true)
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            let attachment = try await attachments.restore(found.attachment, on: found.on, in: transaction)
            return Idempotency.Answer { Self.write(attachment, to: &$0) }
        }
    }

    private static func write(_ attachment: Attachment, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", attachment.id)
            json.field("record_type", attachment.recordType)
            json.field("record_id", attachment.recordID)
            json.field("file_name", attachment.fileName)
            json.field("media_type", attachment.mediaType)
            json.field("size", attachment.size)
            json.field("author_id", attachment.authorID)
            json.field("created_at", attachment.createdAt)
        }
    }
}

extension FileLimits {
    /// What one request may bring; a file that is too large is told so by name where the whole still gets through.
    func upload(files: Int) -> MultipartLimits {
        MultipartLimits(total: file * min(files, 4) + (1 << 20), files: files)
    }
}
