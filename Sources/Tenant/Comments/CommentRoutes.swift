import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// The pages of comments.
struct CommentRoutes: Sendable {
    let crm: CRM

    /// How many threads stand on the page of a record, and how many answers below each.
    private static let few = (threads: 10, answers: 5)
    /// The same on pages of their own.
    private static let many = 50

    func register(on pages: Endpoints<StaffContext>, of type: RecordType) {
        pages.page(.get, "\(type.path)/{id}/comments") { try await list($0, $1, type) }
        pages.page(.post, "\(type.path)/{id}/comments") { try await add($0, $1, type) }
    }

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/comments/{id}", handler: thread)
        pages.page(.get, "/comments/{id}/edit", handler: edit)
        pages.page(.get, "/comments/{id}/revisions", handler: revisions)
        pages.page(.post, "/comments/{id}", handler: update)
        pages.page(.post, "/comments/{id}/resolution") { try await resolve($0, $1, true) }
        pages.page(.post, "/comments/{id}/reopening") { try await resolve($0, $1, false) }
        pages.page(.post, "/comments/{id}/deletion", handler: delete)
        pages.page(.post, "/comments/{id}/restoration", handler: restore)
    }

    static let panel = RecordPanel(place: .main, order: 20) { visit in
        Question([
            CommentQueries.threads(on: visit.record, resolved: false, limit: few.threads, answers: few.answers),
            CommentQueries.counts(on: visit.record),
        ]) { answers in
            let threads = CommentThread.threads(of: try answers[0].decode(Comment.self), answers: few.answers)
            let (open, resolved) = try answers[1].first?.decode((Int, Int).self) ?? (0, 0)
            guard open + resolved > 0 else { return nil }
            let pages = CommentPages(record: visit.contributed, csrf: visit.csrf, shown: visit.shown)
            return pages.card(threads, open: open, resolved: resolved)
        }
    }

    private func pages(_ record: ContributedRecord, _ context: StaffContext) -> CommentPages {
        CommentPages(record, context, crm)
    }

    private func list(_ request: Request, _ context: StaffContext, _ type: RecordType) async throws -> Response {
        let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
        let path = "\(record.record.path)/comments"
        let list = try list(request, path)
        let rows = try await context.scope.database.read(
            CommentQueries.threads(on: record.record, resolved: true, behind: list.before, limit: list.limit + 1, answers: Self.many))
        let (threads, next) = list.page(of: CommentThread.threads(of: try rows.decode(Comment.self), answers: Self.many))
        let nothing = EmptyState(
            .quote, title: context.texts("No comments yet"),
            text: context.texts("What you and your colleagues say about \(record.record.title) shows up here."),
            action: Button(context.texts("Back"), href: record.record.path).html)
        let pager = list.pager(path, next: next, context.texts)
        let content: HTML =
            threads.isEmpty && list.before == nil
            ? nothing.html : "\(Card(record.record.title, pages(record, context).threads(threads)))\(pager)"
        return crm.page(
            request, context, title: context.texts("Comments"), crumbs: record.crumbs(context.texts), content: ReadingColumn(content).html)
    }

    private func list(_ request: Request, _ path: String) throws -> ContributionList {
        try ContributionList(cursor: request.query().nonEmpty("cursor"), limit: Self.many, name: path, cursors: crm.cursors)
    }

    /// One thread with all of its answers, page by page from the newest.
    @Sendable private func thread(_ request: Request, _ context: StaffContext) async throws -> Response {
        let found = try await Comments(scope: context.scope).find(try context.id())
        if let parent = found.comment.parentID { return .redirect(to: "/comments/\(parent.text)", type: .found) }
        let list = try list(request, found.comment.path)
        let rows = try await context.scope.database.read(CommentQueries.answers(to: found.comment, list))
        let (answers, next) = list.page(of: try rows.decode(Comment.self))
        let thread = CommentThread(first: found.comment, answers: answers.reversed())
        let card = Card(found.on.record.title, pages(found.on, context).threads([thread]))
        return crm.page(
            request, context, title: context.texts("Comments"), crumbs: found.on.crumbs(context.texts),
            content: ReadingColumn("\(card)\(list.pager(found.comment.path, next: next, context.texts))").html)
    }

    private func add(_ request: Request, _ context: StaffContext, _ type: RecordType) async throws -> Response {
        let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
        let typed = try await request.form()
        let comments = Comments(scope: context.scope)
        do {
            let new = NewComment(body: try Markdown(typed: typed.string("body")), parentID: try typed.uuid("parent_id"))
            let comment = try await context.scope.database.transaction { try await comments.add(new, to: record, in: $0) }
            return try await told(context, comment, record, saying: "The comment was added.")
        } catch Failure.invalid(let errors) {
            return form(
                request, context, record, nil, typed: typed.string("body"), answering: typed.string("parent_id"),
                problem: errors.first?.message)
        }
    }

    /// Back to the record, unless somebody was mentioned who cannot see it.
    private func told(
        _ context: StaffContext, _ comment: Comment, _ record: ContributedRecord, saying text: Phrase
    ) async throws -> Response {
        let blind = try await Comments(scope: context.scope).blind(comment, on: record) { try await context.scope.database.read($0) }
        let path = blind.isEmpty ? "\(record.record.path)#comment-\(comment.id.text)" : "\(comment.path)/sharing"
        return crm.redirect(context, to: path, saying: text)
    }

    @Sendable private func edit(_ request: Request, _ context: StaffContext) async throws -> Response {
        let found = try await Comments(scope: context.scope).find(try context.id())
        guard found.comment.authorID == context.viewer.userID else {
            throw Failure.forbidden(reason: "Only who wrote a comment can change what it says.")
        }
        return form(request, context, found.on, found.comment, typed: found.comment.body.text)
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let found = try await comments.find(try context.id())
        let typed = try await request.form()
        let (text, version) = (typed.string("body"), try typed.int("version"))
        do {
            let body = try Markdown(typed: text)
            let comment = try await context.scope.database.transaction {
                try await comments.edit(found.comment, on: found.on, body: body, version: version, in: $0)
            }
            return try await told(context, comment, found.on, saying: "Saved.")
        } catch Failure.invalid(let errors) {
            return form(request, context, found.on, found.comment, typed: text, problem: errors.first?.message)
        } catch Failure.preconditionFailed {
            let current = try await comments.find(found.comment.id).comment
            return form(request, context, found.on, current, typed: text, conflict: current)
        }
    }

    private func form(
        _ request: Request, _ context: StaffContext, _ record: ContributedRecord, _ comment: Comment?, typed: String,
        answering: String = "", problem: Phrase? = nil, conflict: Comment? = nil
    ) -> Response {
        let status: HTTPResponse.Status = conflict != nil ? .conflict : problem == nil ? .ok : .unprocessableContent
        return crm.page(
            request, context, title: context.texts(comment == nil ? "New comment" : "Edit comment"), crumbs: record.crumbs(context.texts),
            status: status,
            content: pages(record, context).form(comment, typed: typed, answering: answering, problem: problem, conflict: conflict))
    }

    @Sendable private func revisions(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let found = try await comments.find(try context.id())
        let revisions = try await comments.revisions(of: found.comment)
        return crm.page(
            request, context, title: context.texts("What this comment said"), crumbs: found.on.crumbs(context.texts),
            content: pages(found.on, context).history(found.comment, revisions))
    }

    private func resolve(_ request: Request, _ context: StaffContext, _ isResolved: Bool) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let found = try await comments.find(try context.id())
        _ = try await context.scope.database.transaction {
            try await comments.resolve(found.comment, on: found.on, isResolved, in: $0)
        }
        return crm.redirect(
            context, to: "\(found.on.record.path)#comments", saying: isResolved ? "The thread is resolved." : "The thread is open again.",
            undo: isResolved ? "\(found.comment.path)/reopening" : nil)
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let found = try await comments.find(try context.id())
        try await context.scope.database.transaction { try await comments.delete(found.comment, on: found.on, in: $0) }
        return crm.redirect(
            context, to: found.on.record.path, saying: "The comment was deleted.", undo: "\(found.comment.path)/restoration")
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let found = try await comments.find(try context.id(), deleted: true)
        _ = try await context.scope.database.transaction { try await comments.restore(found.comment, on: found.on, in: $0) }
        return crm.redirect(context, to: "\(found.on.record.path)#comments", saying: "The comment is back.")
    }
}
