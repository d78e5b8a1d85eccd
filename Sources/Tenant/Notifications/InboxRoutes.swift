import Foundation
import Hummingbird
import Platform
import Web

/// The inbox, and the number at the bell.
struct InboxRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/inbox", handler: inbox)
        pages.page(.get, "/inbox/bell", handler: bell)
        pages.page(.post, "/inbox/reading", handler: readAll)
        pages.page(.get, "/inbox/{id}", handler: open)
        pages.page(.post, "/inbox/{id}/reading", handler: read)
        pages.page(.post, "/inbox/{id}/unreading", handler: unread)
    }

    @Sendable private func inbox(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try request.query()
        let onlyUnread = query.string("view") != "all"
        let inbox = try Inbox(crm, in: context.scope)
        let place = try query.nonEmpty("cursor").map { try codec(context).decode($0) }
        let (lines, next) = try await inbox.lines(unread: onlyUnread, behind: place, limit: Inbox.pageSize)
        try await inbox.markSeen(lines)
        let page = InboxPage(
            lines: lines, onlyUnread: onlyUnread, isFirst: place == nil, next: next.map { codec(context).encode($0) },
            madeAt: context.startedAt, csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: context.texts("Inbox"), tabs: page.tabs, actions: page.actions, showing: [InboxNews.name],
            content: page.content)
    }

    private func codec(_ context: StaffContext) -> InboxCursor {
        InboxCursor(cursors: crm.cursors, list: "\(context.tenant.id)/inbox/\(context.viewer.userID?.uuidString ?? "")")
    }

    /// What stands at the bell, asked for again by open pages when there is news.
    @Sendable private func bell(_ request: Request, _ context: StaffContext) async throws -> Response {
        // Counted for every page, by `BellMiddleware`.
        try await context.scope.database.verify()
        return .page(Bell(unread: context.unread ?? 0, texts: context.texts).html)
    }

    /// Leads to what it is about. Only asking what lies behind the link reads nothing.
    @Sendable private func open(_ request: Request, _ context: StaffContext) async throws -> Response {
        let inbox = try Inbox(crm, in: context.scope)
        let line = try await inbox.find(try context.id())
        if request.method == .get, !line.stored.isRead { try await inbox.mark(line.stored.id, read: true) }
        return .redirect(to: line.path, type: .normal)
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await mark(request, context, read: true)
    }

    @Sendable private func unread(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await mark(request, context, read: false)
    }

    private func mark(_ request: Request, _ context: StaffContext, read: Bool) async throws -> Response {
        let (inbox, id) = (try Inbox(crm, in: context.scope), try context.id())
        _ = try await inbox.find(id)
        try await inbox.mark(id, read: read)
        return .redirect(to: try await request.form().string("view") == "all" ? "/inbox?view=all" : "/inbox", type: .normal)
    }

    @Sendable private func readAll(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let time = try await request.form().int("up_to") else {
            throw Failure.invalid("up_to", "required", "Say up to when everything has been read.")
        }
        try await Inbox(crm, in: context.scope).markAll(upTo: Date(timeIntervalSince1970: Double(time) / 1_000))
        return crm.redirect(context, to: "/inbox", saying: "All read.")
    }
}

/// Where a page of an inbox begins, as text that clients may keep but not make up.
struct InboxCursor: Sendable {
    let cursors: Cursor
    let list: String

    func encode(_ place: InboxPlace) -> String {
        let micros = Int64((place.at.timeIntervalSince1970 * 1_000_000).rounded())
        return cursors.encode([.int(micros), .string(place.id.uuidString)], list: list)
    }

    func decode(_ text: String) throws -> InboxPlace {
        let values = try cursors.decode(text, list: list)
        guard case .int(let micros)? = values.first, let id = values.last?.id else {
            throw Failure.invalid("cursor", "invalid", "This cursor belongs to another list.")
        }
        return InboxPlace(at: Date(timeIntervalSince1970: Double(micros) / 1_000_000), id: id)
    }
}
