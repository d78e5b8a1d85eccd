import Foundation
import Platform
import Web

/// What a list shows, as its address says it: view, search, filters, order, columns and place. Back, reload and sharing work
/// because there is no other state. What the address leaves unsaid is as its view has it.
struct ListState: Sendable {
    /// What everybody has, and what somebody has saved.
    enum View: Hashable, Sendable {
        case all, mine, trash
        case saved(UUID)

        init?(_ text: String) {
            switch text {
            case "all": self = .all
            case "mine": self = .mine
            case "trash": self = .trash
            default:
                guard let id = UUID(uuidString: text) else { return nil }
                self = .saved(id)
            }
        }

        var written: String {
            switch self {
            case .all: "all"
            case .mine: "mine"
            case .trash: "trash"
            case .saved(let id): id.text
            }
        }
    }

    let type: RecordType
    let viewer: Viewer
    var view = View.all
    var look: ListLook
    var cursor: String?
    /// The field that a new condition is being written for.
    var adding: String?
    /// The view that it started from, if somebody saved one.
    private(set) var saved: SavedView?
    /// How many questions of the saved view this person cannot ask.
    private(set) var lost = 0
    /// The look that needs no saying.
    private let base: ListLook
    /// Whether an address without parameters would show another view.
    private let needsName: Bool

    static let pageSize = 50
    static let ownParameters: Set<String> = ["view", "columns", "group", "density", "adding", "field", "op", "value", "value2"]

    /// - Parameter views: what this person can use; one that is their usual is shown where the address has no parameters.
    /// - Throws: `Failure.invalid` naming the parameter that is wrong.
    init(_ type: RecordType, query: APIQuery, for viewer: Viewer, views: [SavedView] = [], at now: Date) throws {
        self.type = type
        self.viewer = viewer
        let usual = views.first { $0.isOwnDefault } ?? views.first { $0.isRoleDefault }
        view = View(query.others.string("view")) ?? (query.given.isEmpty ? usual.map { .saved($0.id) } : nil) ?? .all
        needsName = usual != nil
        if case .saved(let id) = view {
            guard let found = views.first(where: { $0.id == id }) else { throw Failure.notFound }
            saved = found
            (base, lost) = found.kept.look(of: type, for: viewer, at: now)
        } else {
            base = ListLook(type)
        }
        look = base
        try take(query)
        try takeNewCondition(query.others)
    }

    private mutating func take(_ query: APIQuery) throws {
        let parser = FilterParser(type, for: viewer)
        if query.given.contains("q") { look.search = query.search ?? "" }
        if !query.filters.isEmpty || query.filterTree != nil {
            look.filters = try parser.parse(query.filters)?.parts ?? []
            // An empty tree says that there is none, on top of a view that has one.
            if let tree = query.filterTree, tree.object?.isEmpty == false { look.filters += try parser.parse(tree).parts }
        }
        if query.given.contains("sort") { look.sort = try SortKey.parse(query.sort, for: type) }
        cursor = query.cursor
        adding = query.others.nonEmpty("adding")
        let known = Set(type.fields(for: .list).map(\.name))
        let asked = query.others.strings("columns").flatMap { $0.split(separator: ",").map { String($0) } }.filter { known.contains($0) }
        if !asked.isEmpty { look.columns = asked }
        if query.others.contains("group") { look.grouping = type.groupingFields.first { $0.name == query.others.string("group") }?.name }
        if let density = Table.Density(rawValue: query.others.string("density")) { look.density = density }
    }

    /// What the little form of a new filter sent.
    private mutating func takeNewCondition(_ form: FormData) throws {
        guard let field = form.nonEmpty("field"), let comparison = form.nonEmpty("op") else { return }
        // The form sends both of its values; a question that takes fewer leaves the others.
        let taken = FilterOperator(rawValue: comparison)?.arity ?? 1
        let values = [form.nonEmpty("value"), form.nonEmpty("value2")].prefix(taken).compactMap { $0 }
        // A question that takes any number has them all in one box, with commas between.
        let parameter =
            taken == 1
            ? FilterParameter(field: field, op: comparison, written: values.first ?? "")
            : FilterParameter(field: field, op: comparison, values: values)
        if let condition = try FilterParser(type, for: viewer).parse([parameter]) {
            look.filters.append(condition)
            adding = nil
            cursor = nil
        }
    }

    var filter: Filter? {
        var parts = look.filters
        if view == .mine { parts.append(.condition(FilterCondition(field: "owner_id", comparison: .eq, values: ["me"]))) }
        return .together(parts)
    }

    /// Whether there is more to it than its view has.
    var isChanged: Bool { look != base }
    var isNarrowed: Bool { !look.search.isEmpty || !look.filters.isEmpty }

    func query(fields: [Field], at now: Date) throws -> RecordQuery {
        let grouping = look.grouping.flatMap { type.field($0) }
        let known = Set(fields.map(\.name))
        var query = RecordQuery(type, viewer: viewer, fields: fields + [grouping].compactMap { $0 }.filter { !known.contains($0.name) })
        query.narrow(to: filter, at: now)
        query.search = folded(look.search)
        query.sort = [grouping.map { SortKey($0.name) }].compactMap { $0 } + look.sort.filter { $0.field != grouping?.name }
        query.limit = Self.pageSize
        query.showsDeleted = view == .trash
        return query
    }
}

extension ListState {
    /// The list that an address asks for, on top of the view that it names or that is this person's usual one.
    /// - Throws: `Failure.notFound` for a view that is not there or not for this person.
    static func load(_ declared: RecordType, _ query: APIQuery, _ context: StaffContext) async throws -> ListState {
        let type = context.viewer.records.refined(declared)
        let views = try await SavedViews(scope: context.scope).list(of: type)
        return try ListState(type, query: query, for: context.viewer, views: views, at: context.scope.now)
    }

    /// What a view keeps of it.
    var kept: KeptLook {
        var look = look
        look.filters = filter?.parts ?? []
        return KeptLook(look)
    }
}

// MARK: Addresses

extension ListState {
    /// This list, changed by `change`, from its first page.
    func href(to path: String? = nil, _ change: (inout ListState) -> Void = { _ in }) -> String {
        var state = self
        state.cursor = nil
        state.adding = nil
        change(&state)
        return (path ?? type.path) + state.queryText
    }

    /// Another view of the type, without what narrows this one. Columns and the like go along between the views that everybody
    /// has; a saved one has its own.
    func href(showing view: View) -> String {
        if case .saved = view { return "\(type.path)?view=\(view.written)" }
        if saved != nil { return type.path + (view == .all && !needsName ? "" : "?view=\(view.written)") }
        return href { state in
            state.view = view
            (state.look.search, state.look.filters, state.look.sort) = (base.search, base.filters, base.sort)
        }
    }

    /// As its view has it.
    var unchanged: ListState {
        var state = self
        state.look = base
        state.cursor = nil
        return state
    }

    var queryText: String {
        let pairs = parameters
        return pairs.isEmpty ? "" : "?" + pairs.map { "\($0.name.queryEscaped)=\($0.value.queryEscaped)" }.joined(separator: "&")
    }

    /// All of it as names and values, for links and for the hidden fields of forms.
    var parameters: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if view != .all { pairs.append(("view", view.written)) }
        if look.search != base.search { pairs.append(("q", look.search)) }
        if look.filters != base.filters { pairs += Self.parameters(of: look.filters) }
        if look.sort != base.sort { pairs.append(("sort", look.sort.map(\.parameter).joined(separator: ","))) }
        if look.columns != base.columns { pairs.append(("columns", look.columns.joined(separator: ","))) }
        if look.grouping != base.grouping { pairs.append(("group", look.grouping ?? "")) }
        if look.density != base.density { pairs.append(("density", look.density.rawValue)) }
        if let cursor { pairs.append(("cursor", cursor)) }
        if let adding { pairs.append(("adding", adding)) }
        if pairs.isEmpty, needsName { pairs.append(("view", view.written)) }
        return pairs
    }

    /// Plain questions as `filter[stage][eq]=new`, the rest as one tree.
    private static func parameters(of filters: [Filter]) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        var rest: [Filter] = []
        for filter in filters {
            if case .condition(let condition) = filter {
                pairs.append((condition.parameter, condition.written))
            } else {
                rest.append(filter)
            }
        }
        let tree = filters.isEmpty ? JSONValue.object(JSONObject()) : Filter.together(rest)?.json
        if let tree { pairs.append(("filter", String(decoding: tree.serialized, as: UTF8.self))) }
        return pairs
    }
}

extension SortKey {
    static func parse(_ parameters: [SortParameter], for type: RecordType) throws -> [SortKey] {
        guard parameters.count <= 4 else { throw Failure.invalid("sort", "too_many", "Sort by at most four fields.") }
        let keys = try parameters.map { parameter in
            guard let field = type.field(parameter.field), field.uses.contains(.sort) else {
                throw Failure.invalid("sort", "unknown_field", "\(type.pluralLabel) cannot be sorted by \"\(parameter.field)\".")
            }
            return SortKey(parameter.field, descending: parameter.descends)
        }
        return keys.isEmpty ? [type.defaultSort] : keys
    }
}
