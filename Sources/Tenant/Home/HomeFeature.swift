import Foundation
import Hummingbird
import Platform
import Postgres
import Web

extension CRMFeature {
    static var home: CRMFeature {
        var feature = CRMFeature("home")
        feature.menu = MenuEntry(label: "Home", path: "/", icon: .home, group: .home, shortcut: "h", recordType: nil)
        feature.pages = { HomeRoutes(crm: $1).register(on: $0) }
        return feature
    }
}

/// The page one starts from.
struct HomeRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/", handler: home)
    }

    @Sendable private func home(_ request: Request, _ context: StaffContext) async throws -> Response {
        let types = context.viewer.records.all.filter { context.viewer.may(.view, $0.name) }
        let newest = types.map { HomeQueries.newest(of: $0, viewer: context.viewer) }
        let counts = try types.flatMap { try HomeQueries.counts(of: $0, viewer: context.viewer, at: context.scope.now) }
        let answers = try await context.scope.database.read(
            [HomeQueries.recent(of: types, viewer: context.viewer)] + newest.map { try $0.page() } + counts)
        let page = HomePage(
            numbers: try HomePage.numbers(types, answers.dropFirst(1 + types.count).map { try $0.first?.decode(Int.self) ?? 0 }),
            activity: try answers[0].decode(RecentActivity.self),
            newest: try zip(newest, answers.dropFirst()).map { query, rows in
                try rows.prefix(query.limit).map { try $0.record(of: query.type, shape: query.shape) }
            },
            mayCreate: context.viewer.may(.create, Contact.recordType.name), shown: context.shown)
        return crm.page(request, context, title: context.texts("Home"), showing: types.map(\.name), content: page.content)
    }
}
