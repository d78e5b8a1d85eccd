import Foundation
import Hummingbird
import Platform
import Web

/// What was deleted and can still be brought back, of all types.
struct TrashRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/trash", handler: list)
        pages.page(.post, "/trash/emptying", handler: empty)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try request.query()
        let all = context.viewer.records.all.filter { context.viewer.may(.view, $0.name) }
        let chosen = query.nonEmpty("type").flatMap { name in all.first { $0.name == name } }
        if query.nonEmpty("type") != nil && chosen == nil { throw Failure.notFound }
        let list = "\(context.tenant.id)/trash/\(chosen?.name ?? "")"
        let place = try LogPlace(cursor: query.nonEmpty("cursor"), of: list, crm.cursors)
        let limit = ListState.pageSize
        var records: [TrashedRecord] = []
        if all.isEmpty {
            try await context.scope.database.verify()
        } else {
            let statement = try TrashQueries.page(chosen.map { [$0] } ?? all, for: context.viewer, after: place, limit: limit + 1)
            records = try await context.scope.database.read(statement).decode(TrashedRecord.self)
        }
        let last = records.count > limit ? records[limit - 1] : nil
        let page = TrashPage(
            records: Array(records.prefix(limit)), types: all, chosen: chosen,
            next: last.map { LogPlace(at: $0.deletedAt, id: $0.id).cursor(of: list, crm.cursors) }, viewer: context.viewer,
            csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: context.texts("Trash"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")], tabs: page.tabs,
            showing: all.map(\.name), content: page.content)
    }

    /// Everything that is in the trash at this moment goes for good.
    @Sendable private func empty(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.viewer.requireAdmin("Only admins empty the trash.")
        guard try await request.form().bool("sure") else {
            return crm.redirect(context, to: "/trash", saying: "Say that you are sure: it cannot be undone.", kind: .error)
        }
        try await context.scope.database.transaction { transaction in
            try await transaction.enqueue(PurgeTrash(deletedBefore: context.scope.now), uniqueKey: "emptying")
            try await transaction.record(Event("trash.emptied", recordType: "trash", recordID: context.tenant.id))
        }
        return crm.redirect(context, to: "/trash", saying: "The trash is being emptied.")
    }
}
