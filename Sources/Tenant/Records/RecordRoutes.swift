import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// The pages of one record type.
struct RecordRoutes: Sendable {
    /// As declared; each request is about what its viewer sees of it.
    private let declared: RecordType
    private let crm: CRM

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    private func type(_ context: StaffContext) -> RecordType { context.viewer.records.refined(declared) }

    func register(on pages: Endpoints<StaffContext>) {
        let type = declared
        pages.page(.get, type.path, handler: list)
        pages.page(.get, "\(type.path)/{id}", handler: show)
        pages.page(.post, "\(type.path)/{id}/deletion", handler: delete)
        pages.page(.post, "\(type.path)/{id}/restoration", handler: restore)
        RecordFormRoutes(type: type, crm: crm).register(on: pages)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let views = try await SavedViews(scope: context.scope).list(of: type)
        let state = try ListState(
            type, query: APIQuery(request, allowing: ListState.ownParameters), for: context.viewer, views: views, at: context.scope.now)
        let names = Set(state.look.columns + type.titleFields + [type.subtitleField, "email"])
        let query = try state.query(fields: type.fields.filter { names.contains($0.name) }, at: context.scope.now)
        let found = try await AttemptedList.load(query, cursor: state.cursor, cursors: crm.cursors, in: context.scope)
        let records = try found.list?.records() ?? []
        let groups = try await ListGroups.load(state, records, query, in: context.scope)
        let mentioned = (state.filter?.mentionedIDs ?? []) + (groups?.mentionedIDs ?? [])
        var page = RecordListPage(
            type: type, state: state, records: records, total: found.list?.total, previousCursor: found.list?.previousCursor,
            nextCursor: found.list?.nextCursor, viewer: context.viewer, shown: context.shown,
            names: try await NameLookup(scope: context.scope).names(of: mentioned), csrf: crm.csrf.token(for: context))
        if case .user? = state.adding.flatMap({ type.field($0)?.type }) { page.people = try await RecordChoices.people(for: type, context) }
        (page.views, page.groups, page.problem) = (views, groups, found.problem)
        page.bulkBar =
            BulkChoice(
                state: state, total: found.list?.total, actions: crm.features.flatMap(\.bulkActions), csrf: page.csrf, texts: context.texts
            ).html
        return crm.page(
            request, context, title: context.texts(type.pluralLabel), tabs: page.tabs, actions: page.actions, primary: page.primary,
            status: found.status, showing: [type.name], content: page.content)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let id = try context.id()
        let isDeleted = try request.query().bool("trash")
        let store = RecordStore(type, in: context.scope)
        let record: Record
        do {
            record = try await store.find(id, deleted: isDeleted)
        } catch Failure.notFound {
            guard let successor = try await store.successor(of: id) else { throw Failure.notFound }
            return .redirect(to: successor.path, type: .found)
        }
        let page = try await RecordVisit(record: record, context: context, crm: crm).page(isDeleted: isDeleted)
        return crm.page(
            request, context, title: record.title, crumbs: page.crumbs, header: page.header, primary: page.primary, content: page.content)
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let id = try context.id()
        let record = try await RecordStore(type, in: context.scope).find(id)
        try await RecordStore(type, in: context.scope).delete(id)
        return crm.redirect(context, to: type.path, saying: "\(record.title) is in the trash.", undo: "\(record.path)/restoration")
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let record = try await RecordStore(type, in: context.scope).restore(try context.id())
        return crm.redirect(context, to: record.path, saying: "\(record.title) is back.")
    }
}

extension StaffContext {
    var shown: Shown { Shown(timeZone: viewer.timeZone, now: scope.now, texts: texts, tagColors: viewer.records.tagColors) }
}
