import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// The pages of attached files, and the links that need no session.
struct AttachmentRoutes: Sendable {
    let crm: CRM

    /// How many stand at the side of a record.
    private static let few = 8
    private static let many = 100

    func register(on pages: Endpoints<StaffContext>, of type: RecordType) {
        pages.page(.get, "\(type.path)/{id}/attachments") { request, context in
            try await list(request, context, try await record(context, type))
        }
        pages.page(.post, "\(type.path)/{id}/attachments") { try await upload($0, $1, type) }
    }

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/attachments/{id}/content", handler: content)
        pages.page(.get, "/attachments/{id}/preview", handler: preview)
        pages.page(.get, "/attachments/{id}/link", handler: newLink)
        pages.page(.post, "/attachments/{id}/link", handler: link)
        pages.page(.post, "/attachments/{id}/deletion", handler: delete)
        pages.page(.post, "/attachments/{id}/restoration", handler: restore)
    }

    func register(onGuestPages pages: Endpoints<TenantContext>) {
        pages.plumbing("/files/{token}", handler: follow)
    }

    static let panel = RecordPanel(place: .side, order: 10) { visit in
        Question([AttachmentQueries.shown(on: visit.record, limit: few), AttachmentQueries.count(on: visit.record)]) { answers in
            let attachments = try answers[0].decode(Attachment.self)
            guard !attachments.isEmpty || visit.contributed.mayAdd else { return nil }
            let pages = AttachmentRoutes(crm: visit.crm).pages(visit.contributed, visit.context)
            return pages.card(attachments, total: try answers[1].first?.decode(Int.self) ?? attachments.count)
        }
    }

    private func pages(_ record: ContributedRecord, _ context: StaffContext) -> AttachmentPages {
        AttachmentPages(
            record: record, limits: crm.fileLimits, csrf: crm.csrf.token(for: context), shown: context.shown)
    }

    private func attachments(_ scope: TenantScope) -> Attachments { Attachments(scope: scope, limits: crm.fileLimits) }

    private func record(_ context: StaffContext, _ type: RecordType) async throws -> ContributedRecord {
        try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
    }

    private func list(
        _ request: Request, _ context: StaffContext, _ record: ContributedRecord, problem: Phrase? = nil
    ) async throws -> Response {
        let path = "\(record.record.path)/attachments"
        let list = try ContributionList(
            cursor: request.query().nonEmpty("cursor"), limit: Self.many, name: path, cursors: crm.cursors)
        let rows = try await context.scope.database.read(AttachmentQueries.list(on: record.record, list))
        let (attachments, next) = list.page(of: try rows.decode(Attachment.self))
        return crm.page(
            request, context, title: context.texts("Files"), crumbs: record.crumbs(context.texts),
            status: problem == nil ? .ok : .unprocessableContent,
            content: pages(record, context).page(attachments, pager: list.pager(path, next: next, context.texts), problem: problem))
    }

    /// A script sends one file after the other and wants no page.
    private func upload(_ request: Request, _ context: StaffContext, _ type: RecordType) async throws -> Response {
        let record = try await record(context, type)
        try record.requireAdding()
        let form = try await request.multipart(limits: crm.fileLimits.upload(files: 20))
        do {
            let added = try await attachments(context.scope).add(form.files, to: record)
            if request.wantsProblemJSON { return .noContent }
            return crm.redirect(
                context, to: "\(record.record.path)#files",
                saying: .plural(added.count, one: "\(added.count) file was added.", other: "\(added.count) files were added."))
        } catch Failure.invalid(let errors) where !request.wantsProblemJSON {
            return try await list(request, context, record, problem: errors.first?.message)
        }
    }

    @Sendable private func content(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await attachments(context.scope).find(try context.id()).attachment.download(from: context.scope.files)
    }

    @Sendable private func preview(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await attachments(context.scope).find(try context.id()).attachment.preview(from: context.scope.files, for: request)
    }

    @Sendable private func newLink(_ request: Request, _ context: StaffContext) async throws -> Response {
        let found = try await attachments(context.scope).find(try context.id())
        return page(request, context, found.attachment, on: found.on)
    }

    @Sendable private func link(_ request: Request, _ context: StaffContext) async throws -> Response {
        let found = try await attachments(context.scope).find(try context.id())
        guard let makerID = context.viewer.userID else { throw Failure.unauthenticated }
        let seconds = try await request.form().int("expires_in") ?? FileLink.usual
        let expiry = context.scope.now.addingTimeInterval(Double(min(max(seconds, 60), FileLink.longest)))
        let path = FileLink(to: found.attachment, by: makerID).path(of: context.tenant, signedBy: crm.fileLinks, expiry: expiry)
        return page(request, context, found.attachment, on: found.on, address: context.baseURL + path, expiry: expiry)
    }

    private func page(
        _ request: Request, _ context: StaffContext, _ attachment: Attachment, on record: ContributedRecord, address: String? = nil,
        expiry: Date? = nil
    ) -> Response {
        crm.page(
            request, context, title: context.texts("Link to a file"), crumbs: record.crumbs(context.texts),
            content: pages(record, context).link(to: attachment, address: address, until: expiry))
    }

    /// Asks again whether the one who made the link may still see the file.
    @Sendable private func follow(_ request: Request, _ context: TenantContext) async throws -> Response {
        let scope = context.scope
        guard let token = context.parameters.get("token"),
            let link = FileLink(token, of: scope.tenant, signedBy: crm.fileLinks, now: scope.now),
            let maker = try await People(in: scope).viewer(link.makerID)
        else { throw Failure.notFound }
        let theirs = scope.onBehalf(of: maker, cause: .page)
        return try await attachments(theirs).find(link.attachmentID).attachment.download(from: theirs.files)
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let attachments = attachments(context.scope)
        let found = try await attachments.find(try context.id())
        try await context.scope.database.transaction { try await attachments.delete(found.attachment, on: found.on, in: $0) }
        return crm.redirect(
            context, to: "\(found.on.record.path)#files", saying: "\(found.attachment.fileName) was deleted.",
            undo: "\(found.attachment.path)/restoration")
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let attachments = attachments(context.scope)
        let found = try await attachments.find(try context.id(), deleted: true)
        _ = try await context.scope.database.transaction { try await attachments.restore(found.attachment, on: found.on, in: $0) }
        return crm.redirect(context, to: "\(found.on.record.path)#files", saying: "\(found.attachment.fileName) is back.")
    }
}
