import Foundation
import Hummingbird
import Platform
import Web

/// The log of the tenant for its admins, and the undo of single events.
struct AuditRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/audit", handler: list)
        pages.page(.get, "/settings/audit.csv", handler: export)
        pages.page(.post, "/events/{id}/reversal", handler: revert)
    }

    /// Whatever every record type has of it.
    func register(_ type: RecordType, on pages: Endpoints<StaffContext>) {
        pages.page(.get, "\(type.path)/{id}/history") { try await history(type, $0, $1) }
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (filter, place) = try Self.asked(request, context, crm)
        let people = try await context.scope.database.read(UserQueries.list).decode(User.self)
        let seal = try await context.scope.database.read(EventQueries.lastSeal).decode(LastSeal.self).first
        let page = try await page(
            filter, place, path: "/settings/audit", people: people.map { Choice($0.id.text, $0.name) }, seal: seal,
            isWholeLog: true, context)
        return crm.page(
            request, context, title: context.texts("Audit log"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")],
            actions: page.actions, content: page.content)
    }

    /// - Throws: `Failure.forbidden` for whoever is no admin.
    private static func asked(_ request: Request, _ context: StaffContext, _ crm: CRM) throws -> (EventFilter, LogPlace?) {
        try context.viewer.requireAdmin("Only admins read the log of the account.")
        let form = try request.query()
        return (
            try EventFilter(form, timeZone: context.viewer.timeZone),
            try LogPlace(cursor: form.nonEmpty("cursor"), of: EventPage.list(context.tenant), crm.cursors)
        )
    }

    /// Everything that ever happened to a record that the reader sees, be it in the trash.
    private func history(_ declared: RecordType, _ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, type) = (try context.id(), context.viewer.records.refined(declared))
        let (record, isDeleted) = try await RecordStore(type, in: context.scope).findAnywhere(id)
        var filter = EventFilter(timeZone: context.viewer.timeZone)
        filter.record = id
        let cursor = try request.query().nonEmpty("cursor")
        let place = try LogPlace(cursor: cursor, of: EventPage.list(context.tenant), crm.cursors)
        let page = try await page(
            filter, place, path: "\(record.path)/history", people: [], seal: nil, isWholeLog: false, seenAs: type, context)
        let href = isDeleted ? "\(record.path)?trash=1" : record.path
        return crm.page(
            request, context, title: context.texts("History"),
            crumbs: [Crumb(context.texts(type.pluralLabel), href: type.path), Crumb(record.title, href: href)], content: page.content)
    }

    private func page(
        _ filter: EventFilter, _ place: LogPlace?, path: String, people: [Choice], seal: LastSeal?, isWholeLog: Bool,
        seenAs type: RecordType? = nil, _ context: StaffContext
    ) async throws -> AuditPage {
        let page = try await EventPage.load(filter, after: place, limit: ListState.pageSize, seenAs: type, in: context.scope)
        let types = context.viewer.records
        let names = try await NameLookup(scope: context.scope).names(of: EventChanges.mentioned(in: page.events, types: types))
        return AuditPage(
            page: page, filter: filter, path: path, nextCursor: page.next?.cursor(of: EventPage.list(context.tenant), crm.cursors),
            types: types, names: names, people: people, seal: seal, isWholeLog: isWholeLog, viewer: context.viewer,
            csrf: crm.csrf.token(for: context), shown: context.shown)
    }

    @Sendable private func export(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (filter, _) = try Self.asked(request, context, crm)
        try await context.requireConfirmation()
        return try await EventExport(filter: filter, scope: context.scope).response()
    }

    @Sendable private func revert(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, form) = (try context.id(), try await request.form())
        let reversal = try await Reversals(scope: context.scope).begin(ofEvent: id)
        let back = form.string("back")
        let isWhole = reversal.counts.changed > 0 && reversal.counts.skipped == 0
        let undo = reversal.mayBeReverted(at: context.scope.now) ? "\(reversal.path)/reversal" : nil
        return crm.redirect(
            context, to: isWhole && isLocalPath(back) ? back : reversal.path,
            saying: isWhole ? "That was undone." : reversal.summary(context.viewer.records.named(reversal.recordType)),
            kind: isWhole ? .success : .info, undo: undo)
    }
}

extension RecordStore {
    /// A record that the viewer sees, be it in the trash.
    /// - Throws: `Failure.notFound`.
    func findAnywhere(_ id: UUID) async throws -> (record: Record, isDeleted: Bool) {
        do {
            return (try await find(id), false)
        } catch Failure.notFound {
            return (try await find(id, deleted: true), true)
        }
    }
}
