import Foundation
import Hummingbird
import Platform
import Web

/// Batches as people watch them, stop them and take them back.
struct BatchRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/batches", handler: list)
        pages.page(.get, "/batches/{id}", handler: show)
        pages.page(.get, "/batches/{id}/progress", handler: progress)
        pages.page(.get, "/batches/{id}/skipped.csv", handler: skipped)
        pages.page(.post, "/batches/{id}/continuation", handler: goOn)
        pages.page(.post, "/batches/{id}/cancellation", handler: stop)
        pages.page(.post, "/batches/{id}/reversal", handler: revert)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let cursor = try request.query().nonEmpty("cursor")
        let (batches, next) = try await Batches(scope: context.scope).page(after: cursor, cursors: crm.cursors)
        let crumbs = [Crumb(context.texts("Settings"), href: "/settings")]
        return crm.page(
            request, context, title: context.texts("Bulk changes"), crumbs: crumbs, showing: [Batch.topic],
            content: BatchPages.list(batches, next: next, types: context.viewer.records, context.shown))
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let batch = try await Batches(scope: context.scope).find(try context.id())
        let skips = try await context.scope.database.read(BatchQueries.skips(of: batch.id, after: nil, limit: BatchPage.skipLimit + 1))
            .decode(BatchSkip.self)
        let names = try await NameLookup(scope: context.scope).names(of: skips.map(\.recordID))
        let page = BatchPage(
            batch: batch, skips: skips, names: names, viewer: context.viewer, csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: page.title,
            crumbs: [Crumb(context.texts("Settings"), href: "/settings"), Crumb(context.texts("Bulk changes"), href: "/batches")],
            header: page.header, content: page.content)
    }

    /// The fragment that the page asks for while the work goes on.
    @Sendable private func progress(_ request: Request, _ context: StaffContext) async throws -> Response {
        let batch = try await Batches(scope: context.scope).find(try context.id())
        let page = BatchPage(
            batch: batch, skips: [], names: [:], viewer: context.viewer, csrf: crm.csrf.token(for: context), shown: context.shown)
        return .page(page.progress)
    }

    @Sendable private func skipped(_ request: Request, _ context: StaffContext) async throws -> Response {
        let batch = try await Batches(scope: context.scope).find(try context.id())
        return .csvStream(filename: "skipped.csv", SkippedRows(batch: batch, scope: context.scope))
    }

    @Sendable private func goOn(_ request: Request, _ context: StaffContext) async throws -> Response {
        .redirect(to: try await Batches(scope: context.scope).goOn(try context.id()).path, type: .normal)
    }

    @Sendable private func stop(_ request: Request, _ context: StaffContext) async throws -> Response {
        let batch = try await Batches(scope: context.scope).stop(try context.id())
        return crm.redirect(context, to: batch.path, saying: "It was stopped. What is done stays done, until you undo it.")
    }

    @Sendable private func revert(_ request: Request, _ context: StaffContext) async throws -> Response {
        let reversal = try await Reversals(scope: context.scope).begin(of: try context.id())
        return answer(reversal, context, back: reversal.path)
    }

    private func answer(_ reversal: Batch, _ context: StaffContext, back: String) -> Response {
        if reversal.state == .running { return .redirect(to: reversal.path, type: .normal) }
        let type = context.viewer.records.named(reversal.recordType)
        let undo = reversal.mayBeReverted(at: context.scope.now) ? "\(reversal.path)/reversal" : nil
        return crm.redirect(
            context, to: back, saying: reversal.summary(type), kind: reversal.counts.skipped == 0 ? .success : .info, undo: undo)
    }
}
