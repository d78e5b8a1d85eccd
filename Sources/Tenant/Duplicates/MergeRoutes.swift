import Foundation
import Hummingbird
import Platform
import Web

/// What may be the same as one record, and making one of several.
struct MergeRoutes: Sendable {
    /// As declared; each request is about what its viewer sees of it.
    private let declared: RecordType
    private let crm: CRM

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "\(declared.path)/{id}/duplicates", handler: duplicates)
        pages.page(.post, "\(declared.path)/{id}/duplicates/dismissal", handler: dismiss)
        pages.page(.get, "\(declared.path)/{id}/merge", handler: show)
        pages.page(.post, "\(declared.path)/{id}/merge", handler: merge)
    }

    private func type(_ context: StaffContext) -> RecordType { context.viewer.records.refined(declared) }

    // MARK: Finding

    @Sendable private func duplicates(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (type, store) = (type(context), RecordStore(declared, in: context.scope))
        let search = try request.query().nonEmpty("q")
        let record = try await store.find(try context.id())
        let likely = try await LikelyDuplicates(type, viewer: context.viewer).matches(of: record, in: context.scope)
        let matches = try await undismissed(likely, of: record, context)
        let page = RecordDuplicatesPage(
            record: record, matches: matches, search: search ?? "",
            others: try await others(than: record, named: search, context),
            mayEdit: store.allows(.edit, record), csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: context.texts("Duplicates"), crumbs: page.crumbs, showing: [type.name], content: page.content)
    }

    private func undismissed(_ matches: [LikelyDuplicate], of record: Record, _ context: StaffContext) async throws -> [LikelyDuplicate] {
        let pairs = DuplicatePairs(declared, in: context.scope)
        let rows = try await context.scope.database.read(pairs.dismissed(from: record.id, among: matches.map(\.record.id)))
        let dismissed = Set(try rows.map { try $0.decode(UUID.self) })
        return matches.filter { !dismissed.contains($0.record.id) }
    }

    /// Records that somebody looks for by name, to merge what no rule recognises.
    private func others(than record: Record, named text: String?, _ context: StaffContext) async throws -> [Record] {
        guard let text else { return [] }
        var query = RecordQuery(declared, viewer: context.viewer, fields: type(context).recordFields)
        query.search = folded(text)
        query.limit = 10
        let rows = try await context.scope.database.read(try query.page())
        return try rows.map { try $0.record(of: query.type, shape: query.shape) }.filter { $0.id != record.id }
    }

    @Sendable private func dismiss(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, form) = (try context.id(), try await request.form())
        guard let other = UUID(uuidString: form.string("other")), other != id else { throw Failure.notFound }
        let pairs = DuplicatePairs(declared, in: context.scope)
        try await context.scope.database.transaction { try await pairs.dismiss(id, other, in: $0) }
        return crm.redirect(
            context, to: DuplicateRoutes.way(back: form, else: "\(declared.path(id))/duplicates"),
            saying: "They are not shown as duplicates any more.")
    }

    // MARK: Merging

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try request.query()
        let page = try await page(try context.id(), with: try ids(query), choices: [:], context)
        return answer(page, request, context, status: .ok)
    }

    private func ids(_ form: FormData) throws -> [UUID] {
        var ids: [UUID] = []
        for text in form.strings("with") {
            guard let id = UUID(uuidString: text) else { throw Failure.notFound }
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    private func page(
        _ id: UUID, with others: [UUID], choices: [String: UUID], isStale: Bool = false, _ context: StaffContext
    ) async throws -> MergePage {
        let (type, store) = (type(context), RecordStore(declared, in: context.scope))
        let query = RecordQuery(declared, viewer: context.viewer, fields: type.recordFields)
        let ids = [id] + others.filter { $0 != id }
        let rows = try await context.scope.database.read(query.many(ids))
        let found = try rows.map { try $0.record(of: query) }
        let records = ids.compactMap { id in found.first { $0.id == id } }
        guard records.count == ids.count, records.count >= 2 else { throw Failure.notFound }
        guard records.allSatisfy({ store.allows(.edit, $0) }), records.dropFirst().allSatisfy({ store.allows(.delete, $0) }) else {
            throw Failure.forbidden(reason: "To merge, you must be allowed to edit all of them and to delete those that go.")
        }
        let since = try await RecordMerge.provenance(of: records) { try await context.scope.database.read($0) }
        let names = try await NameLookup(scope: context.scope).names(
            of: type.fields.filter(\.isReference).flatMap { field in records.compactMap { $0[field.name].id } })
        let further = try await DuplicatePairs(declared, in: context.scope).pairs(of: id, limit: 5)
        return MergePage(
            proposal: MergeProposal(records, since: since, choices: choices), names: names,
            further: further.flatMap(\.records).filter { !ids.contains($0.id) && store.allows(.delete, $0) }, isStale: isStale,
            csrf: crm.csrf.token(for: context), shown: context.shown)
    }

    private func answer(_ page: MergePage, _ request: Request, _ context: StaffContext, status: HTTPResponse.Status) -> Response {
        crm.page(request, context, title: context.texts("Merge"), crumbs: page.crumbs, status: status, content: page.content)
    }

    @Sendable private func merge(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, form) = (try context.id(), try await request.form())
        let others = try ids(form)
        let (choices, versions) = (choices(form, context), Self.versions(form))
        let merge = RecordMerge(declared, in: context.scope)
        do {
            let record = try await context.scope.database.transaction {
                try await merge.merge(others, into: id, keeping: choices, versions: versions, in: $0)
            }
            return crm.redirect(
                context, to: record.path, saying: "Merged into \(record.title). Nothing is lost: it can be taken apart again.",
                undo: "/merges/\(merge.id.text)/reversal")
        } catch is StaleRecord {
            return answer(try await page(id, with: others, choices: choices, isStale: true, context), request, context, status: .conflict)
        }
    }

    private func choices(_ form: FormData, _ context: StaffContext) -> [String: UUID] {
        type(context).fields.reduce(into: [:]) { choices, field in
            if let id = form.nonEmpty("keep[\(field.name)]").flatMap({ UUID(uuidString: $0) }) { choices[field.name] = id }
        }
    }

    /// What the person saw: `id:version`, once for each record.
    private static func versions(_ form: FormData) -> [UUID: Int] {
        form.strings("version").reduce(into: [:]) { versions, text in
            let parts = text.split(separator: ":")
            if parts.count == 2, let id = UUID(uuidString: String(parts[0])) { versions[id] = Int(parts[1]) }
        }
    }
}
