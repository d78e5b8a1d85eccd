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
        let types = RecordTypes.all.filter { context.viewer.may(.view, $0.name) }
        let answers = try await context.scope.database.read(
            try types.flatMap { try HomeQueries.counts(of: $0, viewer: context.viewer) } + [HomeQueries.recent(of: types, viewer: context.viewer)])
        let numbers = try answers.dropLast().map { try $0.first?.decode(Int.self) ?? 0 }
        let cards = types.enumerated().flatMap { index, type in
            [
                StatCard(type.pluralLabel, value: bounded(numbers[index * 3]), href: type.path),
                StatCard(
                    "New \(type.pluralLabel.lowercased())", value: bounded(numbers[index * 3 + 1]), note: "in the last 30 days",
                    href: "\(type.path)?" + "filter[created_at][within]".queryEscaped + "=last_30_days"),
                StatCard("My \(type.pluralLabel.lowercased())", value: bounded(numbers[index * 3 + 2]), href: "\(type.path)?view=mine"),
            ]
        }
        let recent = try answers[answers.count - 1].decode(RecentActivity.self)
        let content: HTML = """
            \(Grid(.stats, "\(each: cards, { $0.html })"))\
            \(Card("Recent activity", recent.isEmpty ? HomePage.nothingYet.html : HomePage.timeline(recent, context.shown).html))
            """
        return crm.page(request, context, title: "Home", content: content)
    }

    private func bounded(_ count: Int) -> String {
        count > RecordTotal.exactUpTo ? "\(Words.english.grouped(RecordTotal.exactUpTo))+" : Words.english.grouped(count)
    }

    @Sendable private func search(_ request: Request, _ context: StaffContext) async throws -> Response {
        let text = try request.query().string("q")
        var cards: [HTML] = []
        for type in RecordTypes.all where context.viewer.may(.view, type.name) && !text.isEmpty {
            var query = RecordQuery(type, viewer: context.viewer, fields: type.recordFields)
            query.search = folded(text)
            query.limit = 10
            let records = try await context.scope.database.read(try query.page()).prefix(10).map { try $0.record(of: type, shape: query.shape) }
            if records.isEmpty { continue }
            let items = records.map { record in
                ItemList.Item(record.title, href: record.path, detail: record[type.subtitleField].text, leading: Avatar(record.title, size: .small).html)
            }
            let all: HTML = "<a href=\"\(url: "\(type.path)?q=\(text.queryEscaped)")\">All</a>"
            cards.append(Card(type.pluralLabel, aside: all, ItemList(items).html).html)
        }
        let nothing = EmptyState(.search, title: text.isEmpty ? "Search everything" : "Nothing found", text: "Type a name, an address or a number.")
        return crm.page(
            request, context, title: text.isEmpty ? "Search" : "Search: \(text)",
            content: ReadingColumn(cards.isEmpty ? nothing.html : "\(each: cards, { $0 })").html)
    }
}
