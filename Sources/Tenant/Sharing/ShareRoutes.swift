import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// The page of a record that says who sees it, and where it is shared.
struct ShareRoutes: Sendable {
    let type: RecordType
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "\(type.path)/{id}/shares", handler: show)
        pages.page(.post, "\(type.path)/{id}/shares", handler: share)
        pages.page(.post, "\(type.path)/{id}/shares/{share}/removal", handler: remove)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await page(request, context, try context.id())
    }

    private func page(
        _ request: Request, _ context: StaffContext, _ id: UUID, typed: FormData? = nil, errors: [FieldError] = []
    ) async throws -> Response {
        let (scope, texts) = (context.scope, context.texts)
        let store = RecordStore(type, in: scope)
        let record = try await store.find(id)
        let mayShare = store.allows(.share, record)
        let asksAboutOthers = mayShare || scope.viewer.permissions.managesTenant
        let asked = asksAboutOthers ? try await colleague(request.query().nonEmpty("user"), scope) : nil
        let ((found, people), teams) = try await scope.database.read(
            AccessReasons.question(about: [scope.viewer] + [asked].compactMap(\.self), for: record, at: scope.now)
                .and(asksAboutOthers ? Self.choices(UserQueries.active) : .known([]))
                .and(mayShare ? Self.choices(TeamQueries.list) : .known([])))
        let page = SharePage(
            record: record, own: found.access[0], shares: found.shares, asked: asked == nil ? nil : found.access[1],
            receivers: mayShare ? Self.receivers(people, teams, texts) : nil,
            people: asksAboutOthers ? people : nil, mayEdit: store.allows(.edit, record), readerID: scope.viewer.userID, typed: typed,
            errors: errors, csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: texts("Who sees \(record.title)"),
            crumbs: [Crumb(texts(type.pluralLabel), href: type.path), Crumb(record.title, href: record.path)],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: page.content)
    }

    private static func receivers(_ people: [Choice], _ teams: [Choice], _ texts: Texts) -> [Choice] {
        people.map { Choice("user:\($0.value)", $0.label, group: texts("People")) }
            + teams.map { Choice("team:\($0.value)", $0.label, group: texts("Teams")) }
    }

    /// - Throws: `Failure.notFound` for whoever does not work here.
    private func colleague(_ asked: String?, _ scope: TenantScope) async throws -> Viewer? {
        guard let id = asked.flatMap({ UUID(uuidString: $0) }) else { return nil }
        guard let viewer = try await People(in: scope).viewer(id) else { throw Failure.notFound }
        return viewer
    }

    private static func choices(_ query: SQL) -> Question<[Choice]> {
        Question(query) { try $0.decode(Choice.self) }
    }

    @Sendable private func share(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, form) = (try context.id(), try await request.form())
        let shares = Shares(scope: context.scope, type: type)
        do {
            let draft = try draft(form, context)
            let share = try await context.scope.database.transaction { try await shares.add(draft, to: id, in: $0) }
            return crm.redirect(context, to: "\(type.path(id))/shares", saying: "Shared with \(share.name).")
        } catch Failure.invalid(let errors) {
            return try await page(request, context, id, typed: form, errors: errors)
        }
    }

    private func draft(_ form: FormData, _ context: StaffContext) throws -> ShareDraft {
        let parts = form.string("with").split(separator: ":").map { String($0) }
        guard parts.count == 2, let id = UUID(uuidString: parts[1]) else {
            throw Failure.invalid("with", "required", "Choose a person or a team.")
        }
        return ShareDraft(
            receiver: parts[0] == "team" ? .team(id) : .user(id), access: Share.Access(rawValue: form.string("access")) ?? .view,
            expiresAt: try form.nonEmpty("expires_on").map { text in
                guard let day = CalendarDate(iso: text) else { throw Failure.invalid("expires_at", "invalid", "This is not a day.") }
                return day.adding(days: 1).start(in: context.viewer.timeZone)
            })
    }

    @Sendable private func remove(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, share) = (try context.id(), try context.id("share"))
        let shares = Shares(scope: context.scope, type: type)
        try await context.scope.database.transaction { try await shares.remove(share, of: id, in: $0) }
        return crm.redirect(context, to: "\(type.path(id))/shares", saying: "It is shared no more.")
    }
}
