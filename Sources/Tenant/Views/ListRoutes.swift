import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// What every list has besides its rows: the builder of its filter, and the counts of its views.
struct ListRoutes: Sendable {
    /// As declared; each request is about what its viewer sees of it.
    let type: RecordType
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "\(type.path)/filter", handler: filter)
        pages.page(.get, "\(type.path)/view-counts", handler: counts)
    }

    /// The builder; sent with what was typed it changes one part, or goes on to the list.
    @Sendable private func filter(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try request.query()
        let asked = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("relate=") }
        let origin = form.text("from") ?? asked.joined(separator: "&")
        var state = try await ListState.load(type, APIQuery(query: form.listPart, allowing: ListState.ownParameters), context)
        var draft = form.contains("f.join") ? FilterDraft(form, of: state.type, for: context.viewer) : FilterDraft(state: state)
        if let relation = form.nonEmpty("relate") { draft.parts.append(FilterDraft(relatedTo: relation)) }
        let deed = form.string("do")
        draft.perform(deed)
        draft.settle(state.type, for: context.viewer)
        var isFine = draft.check(FilterCompiler(type: state.type, viewer: context.viewer, now: context.scope.now))
        if isFine {
            do {
                state.look.filters = try draft.whole(FilterParser(state.type, for: context.viewer))?.parts ?? []
            } catch Failure.invalid(let errors) {
                (draft.problem, isFine) = (errors.first?.message, false)
            }
        }
        if deed == "apply", isFine { return .redirect(to: state.href(), type: .normal) }
        // A part that was just added is blank and not wrong yet.
        return try await page(request, context, state, draft, from: origin, isFine: isFine, isWrong: deed == "apply")
    }

    private func page(
        _ request: Request, _ context: StaffContext, _ state: ListState, _ draft: FilterDraft, from origin: String, isFine: Bool,
        isWrong: Bool
    ) async throws -> Response {
        let texts = context.texts
        let people = try await context.scope.database.read(UserQueries.assignable(type, to: context.viewer)).decode(Choice.self)
        let names = try await NameLookup(scope: context.scope).names(of: state.filter?.mentionedIDs ?? [])
        var draft = draft
        var count: RecordTotal?
        do {
            if isFine { count = try await self.count(state, context) }
        } catch Failure.invalid(let errors) where errors.first?.code == QueryCost.code {
            draft.problem = errors.first?.message
        }
        let builder = FilterBuilder(
            draft: draft, state: state, origin: origin, people: people, names: names, count: count, texts: texts)
        let problem = draft.problem.map { Notice(.danger, "\(texts($0))") }
        return crm.page(
            request, context, title: texts("Filter"), crumbs: [Crumb(texts(state.type.pluralLabel), href: state.href())],
            status: isWrong ? .unprocessableContent : .ok,
            content: Card(texts("Which \(state.type.pluralLabel.lowercased())"), "\(problem)\(builder)").html)
    }

    private func count(_ state: ListState, _ context: StaffContext) async throws -> RecordTotal {
        let (query, cost) = (try state.query(fields: [], at: context.scope.now), QueryCost(scope: context.scope))
        try await cost.check(query, for: .list(counting: true))
        return try await cost.total(of: query)
    }

    /// How many records the pinned views have, each counted no further than a tab has room for.
    @Sendable private func counts(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = context.viewer.records.refined(type)
        let views = ViewTabs.pinned(try await SavedViews(scope: context.scope).list(of: type))
        var counted: [(view: SavedView, statement: SQL)] = []
        for view in views {
            let statement = try ViewCount(view: view, type: type, scope: context.scope).statement()
            if try await QueryCost(scope: context.scope).isTrifle(statement) { counted.append((view, statement)) }
        }
        let answers = counted.isEmpty ? [] : try await context.scope.database.read(counted.map(\.statement))
        let counts = try answers.map { try $0.first?.decode(Int.self) ?? 0 }
        return .json(headers: [.cacheControl: "private, max-age=20"]) { json in
            json.object { json in
                for (view, count) in zip(counted.map(\.view), counts) {
                    json.name(dynamic: view.id.text)
                    json.value(ViewCount.text(count))
                }
            }
        }
    }
}

/// The number on a tab.
struct ViewCount {
    static let bound = 999

    let view: SavedView
    let type: RecordType
    let scope: TenantScope

    func statement() throws -> SQL {
        let look = view.kept.look(of: type, for: scope.viewer, at: scope.now).look
        var query = RecordQuery(type, viewer: scope.viewer, fields: [])
        query.narrow(to: look.filter, at: scope.now)
        query.search = folded(look.search)
        return try query.count(upTo: Self.bound + 1)
    }

    static func text(_ count: Int) -> String { count > bound ? "\(bound)+" : "\(count)" }
}

extension FilterDraft {
    /// What the list has, to be worked on; with one blank condition where it has nothing.
    init(state: ListState) {
        let filters = state.look.filters
        self = filters.count == 1 ? FilterDraft(filters[0]) : .group(filters.map { FilterDraft($0) })
        if kind != .group { self = .group([self]) }
    }

    init(relatedTo relation: String) {
        self.init(kind: .related)
        self.relation = relation
    }

    /// The filter of the whole form, with the limits that hold for any.
    func whole(_ parser: FilterParser) throws -> Filter? {
        guard let filter = try filter(parser) else { return nil }
        return try parser.parse(filter.json)
    }
}

extension FormData {
    /// What of the builder's address says which list it is about.
    fileprivate var listPart: String {
        entries.filter { !$0.name.hasPrefix("f.") && !["do", "relate", "from"].contains($0.name) }
            .map { "\($0.name.queryEscaped)=\($0.value.queryEscaped)" }.joined(separator: "&")
    }
}
