import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// `/search`: everything that was found.
struct SearchRoutes: Sendable {
    private static let ofGroup = 5
    private static let ofSource = 5

    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/search", handler: search)
    }

    @Sendable private func search(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try APIQuery(request, allowing: ["type"])
        var state = try SearchState(query, for: context.viewer)
        let (typed, outcome) = (state.words, try await outcome(state, context))
        state.words = outcome.meant ?? typed
        var page = SearchPage(
            state: state, typed: typed, groups: try await groups(outcome, state, context), listing: try await listing(state, context),
            texts: context.texts, shown: context.shown)
        if state.type == nil {
            let sources = crm.features.flatMap(\.searches)
            page.others = try await SearchSource.hits(in: sources, for: state.words, in: context.scope, limit: Self.ofSource)
        }
        let title = context.texts(typed.isEmpty ? "Search" : "Search: \(typed.typed)")
        return crm.page(request, context, title: title, content: page.content)
    }

    private func outcome(_ state: SearchState, _ context: StaffContext) async throws -> Search.Outcome {
        guard !state.words.isEmpty, state.type == nil else {
            try await context.scope.database.verify()
            return Search.Outcome()
        }
        return try await Search(scope: context.scope, limit: Self.ofGroup, recent: try await crm.opened.latest(in: context.scope))
            .outcome(for: state.words)
    }

    /// The best of each type beside how many there are; with a type chosen only the latter.
    private func groups(_ outcome: Search.Outcome, _ state: SearchState, _ context: StaffContext) async throws -> [SearchPage.Group] {
        if state.words.isEmpty { return [] }
        let types = context.viewer.records.all.filter { context.viewer.may(.view, $0.name) }
        let counts = try await context.scope.database.read(
            types.map { type in
                var query = RecordQuery(type, viewer: context.viewer, fields: [])
                query.search = state.words.searched
                return try query.count(upTo: SearchPage.countLimit + 1)
            })
        let groups = try zip(types, counts).map { type, rows in
            let records = outcome.found.first { $0.type.name == type.name }?.hits.map(\.record) ?? []
            return SearchPage.Group(type: type, records: records, count: max(try rows.first?.decode(Int.self) ?? 0, records.count))
        }
        let order = outcome.found.map(\.type.name)
        return groups.filter { $0.count > 0 || $0.type.name == state.type?.name }.sorted { left, right in
            (order.firstIndex(of: left.type.name) ?? order.count) < (order.firstIndex(of: right.type.name) ?? order.count)
        }
    }

    private func listing(_ state: SearchState, _ context: StaffContext) async throws -> SearchPage.Listing? {
        guard let type = state.type, !state.words.isEmpty else { return nil }
        let wanted = Set(type.titleFields + [type.subtitleField, "email"])
        let query = try state.query(
            type, fields: type.fields.filter { wanted.contains($0.name) }, for: context.viewer, at: context.scope.now)
        let list = try await RecordList.load(query, cursor: state.cursor, counting: false, cursors: crm.cursors, in: context.scope)
        let facets = SearchFacets(state: state, type: type, context: context)
        let people = state.filters.flatMap(\.values).compactMap { UUID(uuidString: $0) }
        let names = try await NameLookup(scope: context.scope).names(of: people)
        let chips = state.filters.compactMap { filter in
            type.field(filter.field).map { field in
                (context.texts(field.label), filter.values.map { facets.label($0, field, names) }.joined(separator: ", "), filter)
            }
        }
        return SearchPage.Listing(
            type: type, records: try list.records(), previousCursor: list.previousCursor, nextCursor: list.nextCursor,
            facets: try await facets.load(), chips: chips)
    }
}
