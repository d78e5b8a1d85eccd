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

/// The page one starts from, and quick search over all records.
struct HomeRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/", handler: home)
        pages.page(.get, "/search", handler: search)
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

    @Sendable private func search(_ request: Request, _ context: StaffContext) async throws -> Response {
        let text = try request.query().string("q")
        let texts = context.texts
        try await context.scope.database.verify()
        var cards: [HTML] = []
        for type in context.viewer.records.all where context.viewer.may(.view, type.name) && !text.isEmpty {
            var query = RecordQuery(type, viewer: context.viewer, fields: type.recordFields)
            query.search = folded(text)
            query.limit = 10
            let records = try await context.scope.database.read(try query.page()).prefix(10).map {
                try $0.record(of: type, shape: query.shape)
            }
            if records.isEmpty { continue }
            let items = records.map { record in
                ItemList.Item(
                    record.title, href: record.path, detail: record[type.subtitleField].text,
                    leading: Avatar(record.title, size: .small).html)
            }
            let all: HTML = "<a href=\"\(url: "\(type.path)?q=\(text.queryEscaped)")\">\(texts("All"))</a>"
            cards.append(Card(texts(type.pluralLabel), aside: all, ItemList(items).html).html)
        }
        let nothing = EmptyState(
            .search, title: texts(text.isEmpty ? "Search everything" : "Nothing found"),
            text: texts("Type a name, an address or a number."))
        let field = FormField(
            texts("Search"), name: "q", .search, value: text, placeholder: texts("A name, an address or a number"), autofocus: text.isEmpty,
            hidesLabel: true)
        let form = Form(get: "/search", id: "search-form", "\(field)\(Button(texts("Search")))")
        return crm.page(
            request, context, title: texts(text.isEmpty ? "Search" : "Search: \(text)"),
            content: ReadingColumn("\(form)\(cards.isEmpty ? nothing.html : "\(each: cards, { $0 })")").html)
    }
}
