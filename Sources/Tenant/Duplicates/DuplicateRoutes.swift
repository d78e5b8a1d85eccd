import Foundation
import Hummingbird
import Platform
import Web

/// The work list of duplicates, and what one does with it.
struct DuplicateRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/duplicates", handler: list)
        pages.page(.post, "/duplicates/scans", handler: scan)
        pages.page(.get, "/duplicates/scans/{id}/progress", handler: progress)
        pages.page(.post, "/duplicates/{id}/dismissal", handler: dismiss)
        pages.page(.post, "/merges/{id}/reversal", handler: reverse)
    }

    /// Those that the viewer sees and that say how their duplicates are recognised.
    private func types(_ context: StaffContext) -> [RecordType] {
        context.viewer.records.all.filter { $0.duplicates != nil && context.viewer.may(.view, $0.name) }
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try APIQuery(request, allowing: ["type"])
        let types = types(context)
        guard let first = types.first else { throw Failure.notFound }
        let asked = query.others.nonEmpty("type")
        guard let type = asked.map({ name in types.first { $0.name == name } }) ?? first else { throw Failure.notFound }
        let pairs = DuplicatePairs(type, in: context.scope)
        let page = DuplicatePage(
            type: type, types: types, page: try await pairs.page(cursor: query.cursor, limit: query.limit, cursors: crm.cursors),
            total: try await pairs.count(upTo: DuplicatePage.countedUpTo),
            scan: try await DuplicateScans(scope: context.scope).newest(of: type),
            viewer: context.viewer, csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: context.texts("Duplicates"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")],
            tabs: page.tabs, actions: page.actions,
            showing: [DuplicateScan.topic], content: page.content)
    }

    @Sendable private func scan(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.form()
        guard let type = context.viewer.records.named(form.string("record_type")) else {
            throw Failure.invalid("record_type", "unknown", "Choose what the rows are.")
        }
        let scan = try await DuplicateScans(scope: context.scope).start(type)
        return .redirect(to: "/duplicates?type=\(scan.typeName)", type: .normal)
    }

    /// The fragment that the page asks for while a scan goes on.
    @Sendable private func progress(_ request: Request, _ context: StaffContext) async throws -> Response {
        let scan = try await DuplicateScans(scope: context.scope).find(try context.id())
        return .page(DuplicateProgress(scan: scan, viewer: context.viewer, texts: context.texts).html)
    }

    @Sendable private func dismiss(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        let form = try await request.form()
        try await context.scope.database.transaction { try await DuplicatePairs.dismiss(id, in: context.scope, $0) }
        return crm.redirect(context, to: Self.way(back: form, else: "/duplicates"), saying: "They are not shown as duplicates any more.")
    }

    @Sendable private func reverse(_ request: Request, _ context: StaffContext) async throws -> Response {
        let outcome = try await RecordUnmerge(try context.id(), in: context.scope).reverse()
        if outcome.kept.isEmpty {
            return crm.redirect(context, to: outcome.winner.path, saying: "The records are apart again, each as it was.")
        }
        return crm.redirect(
            context, to: outcome.winner.path,
            saying: "The records are apart again. Changed since the merge, and kept here: \(list: outcome.kept.map(\.label)).")
    }

    /// A form may say where on this site to go on.
    static func way(back form: FormData, else path: String) -> String {
        form.nonEmpty("back").flatMap { isLocalPath($0) ? $0 : nil } ?? path
    }
}
